"""The API Recherche d'entreprises on loopback: the real one's checks, limits, silences and shape of answers.

After its published OpenAPI and the traps that its code shows: a filter it does not know is ignored, so are all filters
of a nine-digit search; a total is cut at 10,000; establishments come with words or a filter on them, never else.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from sources.commune_table import rows
from sources.legal_categories import table
from sources.text import fold
from tests.flows.geocode_service import Trouble
from tests.flows.recherche_population import CANARY, CARE, Site, Unit, communes, population

Said = dict[str, Any]
Spoil = Callable[[int, Mapping[str, str], Said], Said | Trouble]
"""What a faulty service does to its nth answer (from 1), its question known."""
RATE = 7
_LIMITS = {"page": 1000, "per_page": 25, "limite_matching_etablissements": 100, "page_etablissements": 1000}
_ACTIVITIES = {CARE, "88.91B", "70.10Z", "85.59A"}
_NATURES = {*table(), "1000", "7210"}
_DEPARTEMENTS = {row.departement for row in rows()}
_FIELDS = {"siege", "complements", "dirigeants", "finances", "matching_etablissements", "score", "tva"}
_DEFAULT = _FIELDS - {"score"}
_FLAGS = ("est_ess", "minimal")
_FILTERS = ("activite_principale", "nature_juridique", "etat_administratif", "est_ess", "departement")
_MASK = "[NON-DIFFUSIBLE]"
_MASKED = ("adresse", "code_postal", "complement_adresse", "libelle_voie", "numero_voie", "type_voie", "nom_commercial")


class Register:
    """Serves a population, on a free port once entered. `clock` makes it count requests, 7 a second; `spoil` makes it faulty."""

    def __init__(
        self,
        units: Iterable[Unit] | None = None,
        spoil: Spoil = lambda n, asked, said: said,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.units = sorted(population() if units is None else units, key=lambda one: (-len(one.sites), one.siren))
        self._there: dict[str, list[Unit]] = {}
        for one in self.units:
            for code in {site.departement for site in one.sites}:
                self._there.setdefault(code, []).append(one)
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.refused = 0
        self._spoil, self._clock, self._moments = spoil, clock, list[float]()

    @property
    def address(self) -> str:
        """As a setting would name it."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> Trouble:
        """What is said to one request."""
        url = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.asked.append(asked)
        if self._too_fast():
            self.refused += 1
            return Trouble(429, headers=(("retry-after", "1"),))
        if url.path != "/search":
            return Trouble(404)
        if wrong := fault(asked):
            return _json({"erreur": wrong}, 400)
        said = self._spoil(len(self.asked), asked, self.search(asked))
        return said if isinstance(said, Trouble) else _json(said)

    def search(self, asked: Mapping[str, str]) -> Said:
        """The page of units that a valid question finds."""
        words = asked.get("q", "").replace(" ", "")
        direct = words.isdigit() and len(words) in (9, 14)
        held = self.units if direct or "departement" not in asked else self._lying_in(asked["departement"])
        found = [one for one in held if (one.siren == words[:9] if direct else _matches(one, asked))]
        page, per_page = int(asked.get("page", 1)), int(asked.get("per_page", 10))
        total = min(len(found), 10_000)
        results = [_told(one, asked, direct) for one in found[(page - 1) * per_page : page * per_page]]
        pages = -(-total // per_page)
        return _planted(
            {"results": results, "total_results": total, "page": page, "per_page": per_page, "total_pages": pages}
        )

    def _lying_in(self, departements: str) -> list[Unit]:
        """Those with an establishment there: looked for in all units when several départements are asked for."""
        return self.units if "," in departements else self._there.get(departements, [])

    def _too_fast(self) -> bool:
        if self._clock is None:
            return False
        now = self._clock()
        self._moments = [moment for moment in self._moments if now - moment < 1.0]
        if len(self._moments) >= RATE:
            return True
        self._moments.append(now)
        return False

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.agents.add(self.headers["user-agent"])
                answer = service.answer(self.path)
                self.send_response_only(answer.status)
                for name, value in (("content-type", "application/json"), *answer.headers):
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body) + answer.missing))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the test reads what was asked."""

        return Handler


def fault(asked: Mapping[str, str]) -> str:
    """Why a question is refused; '' when it is not."""
    for name, most in _LIMITS.items():
        if name in asked and not (asked[name].lstrip("-").isdigit() and 1 <= int(asked[name]) <= most):
            return f"Veuillez indiquer un paramètre `{name}` entre `1` et `{most}`."
    for name, allowed in (
        ("nature_juridique", _NATURES),
        ("activite_principale", _ACTIVITIES),
        ("departement", _DEPARTEMENTS),
    ):
        if not set(filter(None, asked.get(name, "").split(","))) <= set(allowed):
            return f"Au moins un paramètre `{name}` est non valide."
    if any(asked.get(name, "true").lower() not in ("true", "false") for name in _FLAGS):
        return "doit prendre la valeur 'true' ou 'false' !"
    if asked.get("etat_administratif", "A") not in ("A", "C"):
        return "Le paramètre `etat_administratif` doit prendre une des valeurs suivantes ['A', 'C']."
    if int(asked.get("page", 1)) * int(asked.get("per_page", 10)) > 10_000:
        return "Le nombre total de résultats est restreint à 10 000."
    if "include" in asked and (asked.get("minimal") != "true" or not set(asked["include"].split(",")) <= _FIELDS):
        return "Au moins un champ à inclure est non valide."
    return _too_vague(asked)


def _too_vague(asked: Mapping[str, str]) -> str:
    filtered = any(name in asked for name in _FILTERS)
    if not filtered and "q" not in asked:
        return "Veuillez indiquer au moins un paramètre de recherche."
    return "3 caractères minimum pour les termes de la requête" if not filtered and len(asked["q"]) < 3 else ""


def _matches(one: Unit, asked: Mapping[str, str]) -> bool:
    """Filters on the unit, then on its establishments, then its words: all of them must be there."""
    kept = (
        one.ape in asked.get("activite_principale", one.ape).split(","),
        one.nature in asked.get("nature_juridique", one.nature).split(","),
        one.etat == asked.get("etat_administratif", one.etat),
        one.ess is (asked["est_ess"] == "true") if "est_ess" in asked else True,
        not (one.statut == "P" and one.nature == "1000"),
    )
    return (
        all(kept) and ("departement" not in asked or bool(_there(one, asked))) and _has_words(one, asked.get("q", ""))
    )


def _has_words(one: Unit, q: str) -> bool:
    words = set(fold(q).split())
    return not words or words <= set(fold(" ".join([one.nom, *(site.enseigne for site in one.sites)])).split())


def _there(one: Unit, asked: Mapping[str, str]) -> list[int]:
    where = set(asked["departement"].split(",")) if "departement" in asked else set()
    return [n for n, site in enumerate(one.sites) if not where or site.departement in where]


def _told(one: Unit, asked: Mapping[str, str], direct: bool) -> Said:
    """A unit as the service shows it, with the secondary fields that are asked for."""
    minimal = asked.get("minimal") == "true"
    fields = set(asked.get("include", "").split(",")) if minimal else _DEFAULT
    shown = [] if direct or not ("q" in asked or "departement" in asked) else _there(one, asked)
    most = int(asked.get("limite_matching_etablissements", 10))
    siege = {
        "libelle_voie": "DU MOULIN",
        "type_voie": "RUE",
        "numero_voie": "4",
        "departement": one.sites[0].departement,
    }
    elected = {"collectivite_territoriale": {"elus": [{"nom": CANARY}]}}
    secondary = {
        "siege": _site(one, 0) | siege,
        "complements": _planted({"est_ess": one.ess, "est_association": one.nature[:2] == "92"} | elected),
        "dirigeants": [{"nom": CANARY, "prenoms": CANARY, "date_de_naissance": "1964-09"}],
        "finances": {"2024": {"ca": 1, "resultat_net": 1, "signataire": CANARY}},
        "matching_etablissements": [_site(one, n) for n in shown][:most],
        "tva": [CANARY],
        "score": 1.0,
    }
    shown_fields = {name: value for name, value in secondary.items() if name in fields}
    return _planted(_masked(_base(one) | shown_fields, one))


def _base(one: Unit) -> Said:
    closed = one.etat == "C"
    return {
        "siren": one.siren, "siren_conserve": None, "nom_complet": f"{one.nom} ({one.nom[:3]})", "nom_raison_sociale": one.nom,
        "sigle": one.nom[:3], "nombre_etablissements": len(one.sites), "activite_principale": one.ape,
        "nombre_etablissements_ouverts": sum(site.etat == "A" for site in one.sites),
        "activite_principale_naf25": "88.91Y" if one.ape == CARE else "85.59Y", "date_creation": "2009-04-01",
        "date_fermeture": "2019-06-30" if closed else None, "etat_administratif": one.etat, "nature_juridique": one.nature,
        "statut_diffusion": one.statut, "caractere_employeur": one.employeur, "section_activite_principale": "Q",
        "date_mise_a_jour": "2026-09-21T03:34:50",
    }  # fmt: skip


def _site(one: Unit, number: int) -> Said:
    site: Site = one.sites[number]
    town = communes()[site.departement]
    said = {
        "siret": one.siret(number), "adresse": f"{number + 4} RUE DU MOULIN {town.code_postal} {town.nom.upper()}",
        "code_postal": town.code_postal, "commune": town.code_insee, "libelle_commune": town.nom.upper(),
        "activite_principale": site.ape, "etat_administratif": site.etat, "est_siege": number == 0, "latitude": "48.8",
        "liste_enseignes": [site.enseigne] if site.enseigne else None, "nom_commercial": None, "caractere_employeur": one.employeur,
        "date_fermeture": "2018-01-31" if site.etat == "F" else None, "statut_diffusion_etablissement": site.statut,
    }  # fmt: skip
    return _planted(said)


def _masked(said: Said, one: Unit) -> Said:
    """As the service hides a unit of partial disclosure, one establishment's own status left out: a trap."""
    if one.statut == "P":
        for place in [said.get("siege", {}), *said.get("matching_etablissements", [])]:
            place |= {name: _MASK for name in _MASKED if name in place}
    return said


def _planted(said: Said) -> Said:
    """With keys that no document foresees, holding a person."""
    return {**said, "contact_responsable": CANARY, "representants": [{"nom": CANARY, CANARY: CANARY}]}


def _json(said: Said, status: int = 200) -> Trouble:
    return Trouble(status, json.dumps(said).encode())
