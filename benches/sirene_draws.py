"""What a synthetic Sirene stock holds, as SQL: every cell is drawn from the number of its unit or establishment.

Shares are about those of the real stock, but for cooperatives and their nurseries, which are many times as frequent:
so that a sample has enough of them. Names are invented.
"""

from collections.abc import Mapping, Sequence

CANARY = "ZZCANARIPERSONNE"
MASKED = "ZZCANARIADRESSE"
CHILDCARE, CHILDCARE_2025 = "88.91A", "88.91Y"  # the second is invented
COOPERATIVES = ("5458", "5460", "5558", "5560", "5658", "5660", "5459", "5203")
_OTHERS = ("5499", "5710", "9220", "6540", "5498", "5720", "7210", "7343", "5599")
_ACTIVITIES = ("84.11Z", "47.11B", "68.20B", "62.01Z", "56.10A", "43.21A", "96.02A", "85.59A", "88.91B", "88.99B",
               "94.99Z", "01.11Z", "70.22Z", "49.41A", "86.21Z", "93.12Z", "00.00Z", "81.21Z", "45.20A", "69.10Z")  # fmt: skip
_WORDS = ("PETITS", "LUTINS", "CABANE", "ETOILE", "RIVIERE", "JARDIN", "SOLEIL", "MOULIN", "FONTAINE", "PRAIRIE",
          "COLLINE", "LANTERNE", "NUAGE", "BARQUE", "TILLEUL", "ORCHIDEE")  # fmt: skip
_COOPERATIVE_WORDS = ("SCOP", "SCIC", "COOPERATIVE", "LA COOP", "MICROSCOP", "S.C.I.C.")
_STREETS = ("DE LA PAIX", "DES ECOLES", "DU MOULIN", "VICTOR HUGO", "DU GENERAL LECLERC", "DES LILAS", "DE VERDUN")
_TOWNS = (("01000", "01053", "BOURG-EN-BRESSE"), ("75010", "75110", "PARIS 10"), ("20200", "2B033", "BASTIA"),
          ("97460", "97415", "SAINT-PAUL"), ("69006", "69386", "LYON 6EME"), ("22100", "22339", "TADEN"),
          ("93100", "93048", "MONTREUIL"), ("06000", "06088", "NICE"))  # fmt: skip
_DENSITY = 10_000


def macros(seed: int) -> tuple[str, ...]:
    """`units`, `places`, `periods`, `links` give the numbers that all cells are drawn from."""
    return (
        f"CREATE OR REPLACE MACRO draw(n, what) AS CAST(hash(n, what, {seed}) % {_DENSITY} AS INTEGER)",
        f"CREATE OR REPLACE MACRO siren_of(i, units) AS {_luhn(_NUMBER, 8)}",
        f"CREATE OR REPLACE MACRO siret_of(siren, j) AS {_luhn('(CAST(siren AS BIGINT) * 10000 + j + 1)', 13)}",
        """CREATE OR REPLACE MACRO units(n) AS TABLE SELECT i, siren_of(i, n) AS siren,
            draw(i, 'coop') < 60 AS coop, draw(i, 'category') AS c, draw(i, 'coop') >= 60 AND draw(i, 'telling') < 20 AS telling,
            draw(i, 'masked') < 800 AS masked, draw(i, 'own') < CASE WHEN draw(i, 'coop') < 60 THEN 500
              WHEN draw(i, 'telling') < 20 THEN 800 ELSE 14 END AS own,
            draw(i, 'closed') < 4000 AS closed FROM range(n) t(i)""",
        """CREATE OR REPLACE MACRO places(n) AS TABLE SELECT *, siret_of(siren, j) AS siret,
            draw(i * 8 + j, 'child') < CASE WHEN own THEN 7000 WHEN coop THEN 150 ELSE 10 END AS child,
            draw(i * 8 + j, 'town') % 8 + 1 AS t, masked OR draw(i * 8 + j, 'alone') < 100 AS hidden
            FROM (SELECT u.*, unnest(range([1, 3, 2, 2][i % 4 + 1])) AS j FROM units(n) u)""",
        """CREATE OR REPLACE MACRO periods(n) AS TABLE SELECT *, draw(i, 'before') < 3000 AS other
            FROM (SELECT u.*, unnest(range(2)) AS j FROM units(n) u WHERE draw(i, 'history') < 2500 OR coop)""",
        """CREATE OR REPLACE MACRO links(n) AS TABLE SELECT siret AS old, siret_of(siren_of((i * 7 + 1) % n, n), 0) AS new
            FROM places(n) WHERE draw(i * 8 + j, 'link') < 200""",
    )  # fmt: skip


_NUMBER = "CAST((i * (100000000 // units) + draw(i, 0) % (100000000 // units)) AS BIGINT)"


def _luhn(number: str, digits: int) -> str:
    """SQL: a number written with `digits` digits, and its Luhn key."""
    total = " + ".join(
        f"CASE WHEN {2 if place % 2 == 0 else 1} = 2 AND n // {10**place} % 10 >= 5"
        f" THEN n // {10**place} % 10 * 2 - 9 ELSE n // {10**place} % 10 * {2 if place % 2 == 0 else 1} END"
        for place in range(digits)
    )
    text = f"printf('%0{digits}d%d', n, (10 - ({total}) % 10) % 10)"
    return f"(list_transform([{number}], lambda n: {text})[1])"


def _pick(words: Sequence[str], what: str, key: str = "i") -> str:
    return f"{list(words)}[1 + draw({key}, '{what}') % {len(words)}]"


def _name(key: str = "i") -> str:
    return f"'LES ' || {_pick(_WORDS, 'w1', key)} || ' DE LA ' || {_pick(_WORDS, 'w2', key)} || ' ' || {key}"


_NATURAL = "NOT coop AND NOT telling AND c < 5500"
_CATEGORY = (
    f"CASE WHEN coop THEN {_pick(COOPERATIVES, 'kind')} WHEN telling THEN {_pick(('5710', '5499'), 'kind')}"
    f" WHEN c < 5500 THEN '1000' ELSE {_pick(_OTHERS, 'kind')} END"
)
_ACTIVITY = f"CASE WHEN own THEN '{CHILDCARE}' ELSE {_pick(_ACTIVITIES, 'ape')} END"
_DAY = "DATE '1980-01-01' + CAST(draw(i, '{}') AS INTEGER)"


def _unit() -> Mapping[str, str]:
    person = f"CASE WHEN {_NATURAL} THEN '{CANARY}' END"
    names = ("prenom1", "prenom2", "prenomUsuel", "pseudonyme", "nom", "nomUsage", "denominationUsuelle1")
    return {
        **{f"{name}UniteLegale": person for name in names},
        "siren": "siren",
        "statutDiffusionUniteLegale": "CASE WHEN masked THEN 'P' ELSE 'O' END",
        "unitePurgeeUniteLegale": "CASE WHEN closed AND draw(i, 'purged') < 50 THEN true END",
        "dateCreationUniteLegale": _DAY.format("born"),
        "sigleUniteLegale": f"CASE WHEN telling AND draw(i, 'initials') < 1500 THEN {_pick(('SCOP', 'SCIC', 'A.B.C.'), 's')} END",
        "sexeUniteLegale": f"CASE WHEN {_NATURAL} THEN 'F' END",
        "trancheEffectifsUniteLegale": "CASE WHEN draw(i, 'staff') < 3000 THEN '11' ELSE 'NN' END",
        "dateDernierTraitementUniteLegale": "TIMESTAMP '2026-10-31 22:58:20' - to_days(CAST(draw(i, 'seen') % 2000 AS INTEGER))",
        "nombrePeriodesUniteLegale": "1 + draw(i, 'periods') % 5",
        "dateDebut": _DAY.format("since"),
        "etatAdministratifUniteLegale": "CASE WHEN closed THEN 'C' ELSE 'A' END",
        "denominationUniteLegale": f"CASE WHEN {_NATURAL} THEN NULL WHEN telling THEN {_name()} || ' ' ||"
        f" {_pick((*_COOPERATIVE_WORDS, 'CRECHES', 'CRECHES'), 'word')} ELSE {_name()} END",
        "categorieJuridiqueUniteLegale": _CATEGORY,
        "activitePrincipaleUniteLegale": _ACTIVITY,
        "nomenclatureActivitePrincipaleUniteLegale": "'NAFRev2'",
        "nicSiegeUniteLegale": "siret_of(siren, 0)[10:]",
        "economieSocialeSolidaireUniteLegale": "CASE WHEN coop OR c % 97 = 0 OR (telling AND draw(i, 'ess') < 8000)"
        " THEN 'O' WHEN c % 3 = 0 THEN 'N' END",
        "caractereEmployeurUniteLegale": "CASE WHEN draw(i, 'staff') < 3000 THEN 'O' ELSE 'N' END",
        "activitePrincipaleNAF25UniteLegale": f"CASE WHEN own THEN '{CHILDCARE_2025}' END",
    }


def _place() -> Mapping[str, str]:
    key = "i * 8 + j"
    kept = f"CASE WHEN hidden THEN CASE WHEN i % 2 = 0 THEN '[ND]' ELSE '{MASKED}' END ELSE {{}} END"
    towns = {name: f"{[town[place] for town in _TOWNS]}[t]" for place, name in enumerate(("cp", "insee", "nom"))}
    return {
        "siren": "siren",
        "nic": "siret[10:]",
        "siret": "siret",
        "statutDiffusionEtablissement": "CASE WHEN hidden AND NOT (masked AND i % 3 = 0) THEN 'P' ELSE 'O' END",
        "dateCreationEtablissement": _DAY.format("born"),
        "dateDernierTraitementEtablissement": "TIMESTAMP '2026-10-31 22:58:20' - to_days(CAST(draw(i, 'seen') % 2000 AS INTEGER))",
        "etablissementSiege": "j = 0",
        "nombrePeriodesEtablissement": "1",
        "complementAdresseEtablissement": kept.format("CASE WHEN c < 400 THEN 'BATIMENT B' END"),
        "numeroVoieEtablissement": f"CASE WHEN hidden THEN '[ND]' ELSE CAST(1 + draw({key}, 'door') % 90 AS VARCHAR) END",
        "indiceRepetitionEtablissement": "CASE WHEN c < 300 AND NOT hidden THEN 'B' END",
        "typeVoieEtablissement": f"CASE WHEN NOT hidden THEN {_pick(('RUE', 'AV', 'BD', 'PL'), 'way', key)} END",
        "libelleVoieEtablissement": kept.format(
            f"{_pick(_STREETS, 'street', key)} || ' ' || {_pick(_WORDS, 'word', key)} || ' ' || draw({key}, 'way') % 500"
        ),
        "codePostalEtablissement": kept.format(towns["cp"]),
        "libelleCommuneEtablissement": towns["nom"],
        "codeCommuneEtablissement": towns["insee"],
        "identifiantAdresseEtablissement": towns["insee"]
        + f" || '_' || draw({key}, 'way') || '_' || draw({key}, 'door')",
        "coordonneeLambertAbscisseEtablissement": f"CAST(600000 + draw({key}, 'x') AS VARCHAR)",
        "coordonneeLambertOrdonneeEtablissement": f"CAST(6800000 + draw({key}, 'y') AS VARCHAR)",
        "dateDebut": _DAY.format("since"),
        "etatAdministratifEtablissement": f"CASE WHEN closed OR draw({key}, 'shut') < 2000 THEN 'F' ELSE 'A' END",
        "enseigne1Etablissement": f"CASE WHEN {_NATURAL} THEN '{CANARY}' WHEN child OR c % 5 = 0 THEN {_name(key)} END",
        "activitePrincipaleEtablissement": f"CASE WHEN child THEN '{CHILDCARE}' ELSE {_pick(_ACTIVITIES, 'apet', key)} END",
        "nomenclatureActivitePrincipaleEtablissement": "'NAFRev2'",
        "caractereEmployeurEtablissement": "CASE WHEN draw(i, 'staff') < 3000 THEN 'O' ELSE 'N' END",
        "activitePrincipaleNAF25Etablissement": f"CASE WHEN child THEN '{CHILDCARE_2025}' END",
    }


def _period() -> Mapping[str, str]:
    return {
        "siren": "siren",
        "dateFin": "CASE WHEN j = 0 THEN DATE '2017-06-30' END",
        "dateDebut": "CASE WHEN j = 0 THEN DATE '1999-01-01' ELSE DATE '2017-07-01' END",
        "etatAdministratifUniteLegale": "'A'",
        "nomUniteLegale": f"CASE WHEN {_NATURAL} THEN '{CANARY}' END",
        "denominationUniteLegale": f"CASE WHEN NOT ({_NATURAL}) THEN {_name()} || CASE WHEN j = 0 AND other THEN ' ANCIEN' ELSE '' END END",
        "changementDenominationUniteLegale": "j = 1 AND other",
        "categorieJuridiqueUniteLegale": f"CASE WHEN j = 0 AND other THEN '9220' ELSE {_CATEGORY} END",
        "changementCategorieJuridiqueUniteLegale": "j = 1 AND other",
    }


_LINK = {
    "siretEtablissementPredecesseur": "old",
    "siretEtablissementSuccesseur": "new",
    "dateLienSuccession": "DATE '2020-01-01'",
    "transfertSiege": "true",
    "continuiteEconomique": "true",
    "dateDernierTraitementLienSuccession": "TIMESTAMP '2020-02-01 10:00:00'",
}

DRAWN: Mapping[str, tuple[Mapping[str, str], str]] = {
    "StockUniteLegale_utf8": (_unit(), "units"),
    "StockEtablissement_utf8": (_place(), "places"),
    "StockUniteLegaleHistorique_utf8": (_period(), "periods"),
    "StockEtablissementLiensSuccession_utf8": (_LINK, "links"),
}
"""Of each file: its cells as SQL over a table of drawn numbers, and that table."""
