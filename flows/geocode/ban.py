"""Single questions to a BAN search service, composed by geopy: the Géoplateforme, or an addok of one's own.

The only door to geopy. geopy writes the question and reads the answer; our own network layer carries both, so a
question has an end, a size and no way to another host.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders import BANFrance

from flows.failure import NotFetched
from flows.geocode.match import Match, Question
from flows.geocode.wire import asked_line, match_of
from flows.pace import retry_after
from flows.service import Service
from flows.visit import Reply
from sources.communes import commune_of

PROPOSALS = 5
"""Asked for each question: of a street that two communes share, one has the number; of two streets of one name, both."""
_FOR_EVER_S = 1e9  # a rest longer than any we take


class Refused(Exception):
    """The service refuses this very question; another may do."""


class Busy(Exception):
    """The service asks to be left alone for `seconds`, None when it does not say how many."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("it asks to slow down")
        self.seconds = seconds


class Down(Exception):
    """The service does not answer, or what it answers is no answer. `for_long`: it says itself that waiting is vain."""

    def __init__(self, why: str, for_long: bool = False) -> None:
        super().__init__(why)
        self.for_long = for_long


def busy(reply: Reply) -> Busy | None:
    """What a reply asks when it asks for time: a 429, or a 503 that says when to come back."""
    told = reply.headers.get("retry-after", "")
    if reply.status != 429 and not (reply.status == 503 and told):
        return None
    return Busy(retry_after(told, reply.headers.get("date", ""), _FOR_EVER_S))


class Search(BANFrance):  # type: ignore[misc]
    """geopy's client with the filters it lacks; it gives matches, and never takes an error for an empty answer."""

    def __init__(self, service: Service, fournisseur: str, timeout: float) -> None:
        adapter = partial(_Line, service=service)
        options = {"proxies": {}, "timeout": timeout, "adapter_factory": adapter}
        super().__init__(domain=service.domain, scheme=service.scheme, **options)
        self._fournisseur = fournisseur

    def ask(self, question: Question) -> tuple[Match, ...]:
        """The matches of one question, best first; () when there is none. Raises Refused, Busy or Down."""
        try:
            found: tuple[Match, ...] = self.geocode(
                question.requete,
                exactly_one=False,
                limit=PROPOSALS,
                citycode=question.citycode or None,
                type="housenumber" if question.proche else None,
                near=_centre(question.autour) if question.proche else None,
            )
        except GeocoderQueryError as error:
            raise Refused(str(error)) from error
        except (GeopyError, OSError, ValueError, RecursionError) as error:
            raise Down(str(error) or type(error).__name__) from error
        return found

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        citycode: str | None = None,
        postcode: str | None = None,
        type: str | None = None,
        near: tuple[str, str] | None = None,
    ) -> Any:
        """As geopy's, inside one commune or postcode, of one type, best near a point; never completing what was typed.

        `near` is (longitude, latitude) in degrees.
        """
        longitude, latitude = near or (None, None)
        filters = {"citycode": citycode, "postcode": postcode, "type": type, "lat": latitude, "lon": longitude}
        asked = {"q": asked_line(query), "limit": 1 if exactly_one else limit, "autocomplete": 0, **filters}
        query_string = urlencode({name: value for name, value in asked.items() if value is not None})
        read = partial(self._parse_json, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.geocode_api}?{query_string}", read)

    def _parse_json(self, response: object, exactly_one: bool) -> Any:
        features = response.get("features") if isinstance(response, Mapping) else None
        if not isinstance(features, list):
            raise GeocoderParseError("its answer is no list of places")
        matches = tuple(map(self._parse_feature, features[:PROPOSALS]))
        return next(iter(matches), None) if exactly_one else matches

    def _parse_feature(self, feature: object) -> Match:
        said = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(feature, Mapping) or not isinstance(said, Mapping):
            raise GeocoderParseError("a place of its answer has no properties")
        geometry = feature.get("geometry")
        pair = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
        longitude, latitude = pair[:2] if isinstance(pair, list) and len(pair) >= 2 else (None, None)
        return match_of(self._fournisseur, {**said, "longitude": longitude, "latitude": latitude})


_KINDS = {"timeout": GeocoderTimedOut, "unreachable": GeocoderUnavailable, "policy": GeocoderQueryError}


def _centre(code_insee: str) -> tuple[str, str] | None:
    """Longitude and latitude of a commune's centre; None where the gazetteer has none."""
    commune = commune_of(code_insee)
    return (commune.longitude, commune.latitude) if commune and commune.latitude else None


class _Line(BaseSyncAdapter):  # type: ignore[misc]
    """geopy's questions over our own network layer."""

    def __init__(self, *, proxies: object, ssl_context: object, service: Service) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._service = service

    def get_json(self, url: str, *, timeout: float, headers: object) -> object:
        """The JSON that an address gives. Raises what geopy expects."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError(f"its answer is no JSON: {error}") from error

    def get_text(self, url: str, *, timeout: float, headers: object) -> str:
        """The text that an address gives. Raises Busy, and what geopy expects; of an address too long, its refusal."""
        try:
            reply = self._service.ask(url, timeout)
        except NotFetched as error:
            raise _KINDS.get(error.kind, GeocoderServiceError)(error.why) from error
        if wait := busy(reply):
            raise wait
        if reply.status != 200:
            about = {"status_code": reply.status, "headers": reply.headers, "text": ""}
            raise AdapterHTTPError(f"it answers with status {reply.status}", **about)
        return reply.body.decode("utf-8", errors="strict")
