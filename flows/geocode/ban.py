"""Questions to a BAN search service: the Géoplateforme, or an addok of one's own. The only door to geopy."""

import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import RequestsAdapter
from geopy.exc import GeocoderParseError, GeocoderQueryError, GeocoderRateLimited, GeopyError
from geopy.geocoders import BANFrance

from flows.geocode.match import Match, Outage
from flows.pace import Pace
from sources.text import clean

LONGEST_QUESTION = 200
"""Characters; the services refuse longer ones (413)."""
INTERVAL_S = 0.04
"""Half the 50 requests a second that the Géoplateforme allows to one address."""
BLOCKED_S = 5.5
"""It blocks for 5 seconds whoever asks faster."""
LONGEST_WAIT_S = 30.0
TRIES = 3
PROPOSALS = 5
"""Asked for when no commune limits the question: of a street that two communes share, one has the number."""
_NOT_WORD_FIRST = "'\"-–—.,;:/()°’ "


class Ban:
    """An `Ask` over HTTP: spaced, patient with a busy service, and never taking an error for an empty answer."""

    def __init__(
        self, user_agent: str, service: str, timeout: float = 10.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        scheme, _, domain = service.rpartition("://")
        self._search = _Search(domain=domain, scheme=scheme or "https", timeout=timeout, user_agent=user_agent)
        self._pace = Pace(INTERVAL_S, sleep=sleep)

    @property
    def fournisseur(self) -> str:
        """The State's service is the BAN itself; any other host is somebody's addok."""
        return self._search.fournisseur

    def __call__(self, requete: str, citycode: str) -> Match | None:
        """The first match of a commune (INSEE code, '' for anywhere), None when there is none. Raises Outage."""
        why = ""
        for _ in range(TRIES):
            self._pace.turn(self._search.domain)
            try:
                match: Match | None = self._search.geocode(requete, citycode=citycode or None)
                return match
            except GeocoderQueryError as error:
                raise self._outage(f"it refuses the question ({error})", lasting=False) from error
            except GeocoderRateLimited as error:
                why, wait = "it asks to slow down", BLOCKED_S if error.retry_after is None else error.retry_after
            except (GeopyError, OSError, ValueError, RecursionError) as error:
                why, wait = str(error) or type(error).__name__, 1.0
            if wait > LONGEST_WAIT_S:
                break
            self._pace.rest(wait)
        raise self._outage(why, lasting=True)

    def _outage(self, why: str, lasting: bool) -> Outage:
        return Outage(
            f"The geocoder at {self._search.domain} does not answer: {clean(why)[:200]}. "
            "No point is made of that; run again later, or check the geocoder's address in the settings.",
            lasting,
        )


class _Search(BANFrance):  # type: ignore[misc]
    """geopy's client with the filters it lacks, and an answer that is a `Match` (a door first), None or an error."""

    def __init__(self, *, domain: str, **options: Any) -> None:
        # By itself urllib3 would obey a Retry-After of any length, unseen.
        adapter = partial(RequestsAdapter, max_retries=0)
        super().__init__(domain=domain, proxies={}, ssl_context=_tls(), adapter_factory=adapter, **options)
        self.adapter.session.max_redirects = 0  # a service that moved is a setting to correct, not a host to follow
        self.fournisseur = "ban" if domain.partition("/")[0].endswith(("geopf.fr", "data.gouv.fr")) else "addok"

    def geocode(
        self, query: str, *, citycode: str | None = None, postcode: str | None = None, type: str | None = None
    ) -> Match | None:
        line = clean(query).lstrip(_NOT_WORD_FIRST)[:LONGEST_QUESTION]
        asked = {"q": line, "limit": 1 if citycode else PROPOSALS, "autocomplete": 0}
        filters = {"citycode": citycode, "postcode": postcode, "type": type}
        query_string = urlencode({**asked, **{name: value for name, value in filters.items() if value}})
        answer = partial(self._parse_json, exactly_one=not line[:1].isdigit())
        match: Match | None = self._call_geocoder(f"{self.geocode_api}?{query_string}", answer)
        return match

    def _parse_json(self, response: object, exactly_one: bool) -> Match | None:
        features = response.get("features") if isinstance(response, Mapping) else None
        if not isinstance(features, list):
            raise GeocoderParseError("its answer is no list of places")
        matches = [self._parse_feature(feature) for feature in features]
        door = next((match for match in matches if match.type == "housenumber" and not exactly_one), None)
        return door or next(iter(matches), None)

    def _parse_feature(self, feature: object) -> Match:
        said = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(feature, Mapping) or not isinstance(said, Mapping):
            raise GeocoderParseError("a place of its answer has no properties")
        text = partial(_text, said)
        longitude, latitude = _coordinates(feature.get("geometry"))
        return Match(
            fournisseur=self.fournisseur,
            libelle=text("label"),
            type=text("type"),
            code_insee=text("citycode"),
            voie=text("street") or text("name"),
            numero=text("housenumber"),
            code_postal=text("postcode"),
            commune=text("city"),
            id=text("id"),
            score=_number(said.get("score")),
            longitude=longitude,
            latitude=latitude,
        )


@cache
def _tls() -> ssl.SSLContext:
    """The system's certificates, read once."""
    return ssl.create_default_context()


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return clean(value) if isinstance(value, str) else ""


def _coordinates(geometry: object) -> tuple[float | None, float | None]:
    """GeoJSON's order: longitude, latitude. None for what is no pair of numbers."""
    pair = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    if not isinstance(pair, list) or len(pair) < 2:
        return None, None
    return _number(pair[0]), _number(pair[1])


def _number(value: object) -> float | None:
    """A finite number; JSON readers also let NaN, Infinity and true through."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else None
