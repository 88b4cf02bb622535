"""The frozen shapes that walk from step to step, before they are table rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

REGISTERS = ("recherche_entreprises", "sirene", "caf")
"""Ways of access (`Source.acces`) that `flows/registers` has a file for: services and stocks of the State."""

Row = dict[str, str]
"""One row of a published table: every value is text, a missing one is ''."""


@dataclass(frozen=True, slots=True)
class Source:
    """A descriptor `sources/<id>.toml`: who publishes, what we expect, why we may read it."""

    id: str
    titre: str
    editeur: str
    url: str
    licence: str
    licence_url: str
    attribution: str
    base_legale: str
    revue_le: str
    classe: str
    cadence_jours: int
    lecteur: str
    """Name of the reading module in `sources`; '' for a reference table that is no page."""
    attentes: Mapping[str, object]
    """Expectations: min, max (records or figures), champs (columns that must be filled)."""
    lecture: Mapping[str, object] = field(default_factory=dict)
    """What only this page's reader needs to know (titles, known names)."""
    corrections: tuple[Mapping[str, str], ...] = ()
    adresse_confirmee: bool = True
    """False while the page's exact address is not known: it is then never fetched, only read from a saved page."""
    acces: str = "page"
    """How it is had: a public page, `pages` (one a member, found from the first), a service or stock of the State (its
    name), or `fichier`, a file of the project."""
    pages: Mapping[str, object] = field(default_factory=dict)
    """Of `acces` `pages`: how the members' pages are found from the first one."""
    dossier: str = ""
    """Folder of the descriptor and its reader, when it is not the project's own."""

    @property
    def liste_des_membres(self) -> bool:
        """True when the page's records are member cooperatives, not an initiative nor rows of a register."""
        return self.attentes.get("table", "records") == "records"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as received: the bytes, and where and when they were had.

    `recupere_le` is an ISO date-time in UTC. `origine` tells how it came: fetched now, unchanged since
    the archived copy (304), taken from the archive, saved by hand, or embedded in the project.
    """

    source: str
    url: str
    body: bytes
    recupere_le: str
    sha256: str
    origine: Literal["reseau", "inchangee", "archive", "page", "embarquee"]
    content_type: str = ""
    robots: str = "non_demande"
    perimee: str = ""
    """Why the last good copy is used instead of a fresh one; '' when it is fresh."""


@dataclass(frozen=True, slots=True)
class Record:
    """One member as the page says it. Raw text, spaces collapsed; nothing cleaned, nothing guessed.

    `adresse_source` is the place as written, without phone or mailbox. `rue`, `code_postal` and `commune`
    are the parts of it that the reader recognised.
    """

    nom: str
    adresse_source: str
    rue: str = ""
    code_postal: str = ""
    commune: str = ""
    telephones: tuple[str, ...] = ()
    courriels: tuple[str, ...] = ()
    site_web: str = ""
    capacite: str = ""
    """The words that say how many places there are ("24 berceaux")."""
    forme: str = ""
    """The words that say the legal form, where the page has a field for it ("SCIC")."""
    reference: str = ""
    """The page's own key of the member, raw and stable; '' where it has none: then the name is it."""
    url: str = ""
    """The member's own page; '' where all are on one."""
    snapshot: str = ""
    """sha256 of that page; '' where all are on one."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One doubt, a row of `anomalies`. Never holds a withheld value nor a person's name."""

    code: str
    gravite: Literal["info", "avertissement", "doute", "erreur"]
    source: str
    message_fr: str
    message_en: str
    id: str = ""
    champ: str = ""
    valeur: str = ""
    sur: str = ""
    """What it is about while it has no id: `table:reference`, the source's own; `identify` puts the id."""


@dataclass(frozen=True, slots=True)
class PointProof:
    """Where a published point or commune comes from, when it is not the gazetteer: a row of `provenance` in the making."""

    source: str
    source_url: str
    snapshot: str
    """sha256 of the geocoder's answer as the cache keeps it, its day left out; of the corrections file for a decision."""
    regle: Literal["geocodee", "corrigee"]
    valeur_source: str


Proofs = Mapping[tuple[str, str], PointProof]
"""The proofs of cells, by id and column."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader understood of one page.

    `tables` holds rows of other tables of the data model (reseaux, chiffres, partenariats …), keyed by
    table name, without id, source or date columns: identify adds them. `tables["mentions"]` are the operators and
    places of a register or of the curation, as written there (`schemas.mentions.RAW`).
    `doubts` with gravity `doute` are members that could not be read with certainty.
    """

    source: str
    records: tuple[Record, ...] = ()
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    doubts: tuple[Anomaly, ...] = ()
