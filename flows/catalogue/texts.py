"""The texts of a release for people: README, CHANGELOG, licence, citation."""

from collections import Counter

from flows.catalogue.manifest import DESCRIPTION_EN, DESCRIPTION_FR, LICENCE, TITLE_EN, TITLE_FR, Manifest
from flows.changes import Change
from schemas.tables import TABLES, schema

_CONTACTS = ("telephone", "courriel")  # one that was withdrawn is not told again in every later release


def readme(manifest: Manifest) -> str:
    """README.md of a release, in French then English: what it holds, how to read it, how to correct or withdraw an entry."""
    return f"# {TITLE_FR}\n\n{_french(manifest)}\n---\n\n# {TITLE_EN}\n\n{_english(manifest)}"


def _french(manifest: Manifest) -> str:
    rows = "".join(f"| `{t}.csv` | {len(manifest.tables[t])} | {schema(t)['description']} |\n" for t in TABLES)
    return f"""{DESCRIPTION_FR}

Version {manifest.version}, du {manifest.date}. Licence Ouverte 2.0 : les phrases d'attribution sont dans `LICENSE.txt`.

| fichier | lignes | contenu |
| --- | --- | --- |
{rows}
`etablissements.geojson` porte les mêmes lieux et les mêmes valeurs, pour les cartes. `DICTIONNAIRE.md` décrit chaque colonne,
`anomalies.csv` et `qualite.json` disent ce qui est incertain, `provenance.csv` d'où vient chaque valeur.

## Avant de s'en servir

- Ce jeu n'est pas complet : il dit ce que ses sources disent. Une adresse de liste de membres est souvent un siège, pas une crèche
  (`nature_lieu` = inconnu).
- Un point de précision `commune` est le centre de la commune : la vraie porte peut être à `geo_rayon_m` mètres.
- Les codes sont du texte : `pandas.read_csv("etablissements.csv", dtype=str)` garde les zéros de tête. Dans un tableur,
  importer le fichier en UTF-8, séparateur virgule, toutes les colonnes en texte.

## Corriger ou retirer une ligne

Écrire à {manifest.contact} en donnant l'identifiant (colonne `id`) et, pour une correction, une page qui la prouve. Toute
structure citée peut demander le retrait d'une donnée qui la concerne ; une donnée personnelle est retirée sans condition. Aucun nom de
personne, mobile ni courriel personnel n'est publié ici : si vous en voyez un, écrivez-nous, c'est une erreur.
"""


def _english(manifest: Manifest) -> str:
    rows = "".join(f"| `{t}.csv` | {len(manifest.tables[t])} | {schema(t)['description_en']} |\n" for t in TABLES)
    return f"""{DESCRIPTION_EN}

Release {manifest.version}, of {manifest.date}. Licence Ouverte 2.0 (open licence): the attribution sentences are in `LICENSE.txt`.

| file | rows | what it holds |
| --- | --- | --- |
{rows}
`etablissements.geojson` carries the same places and values, for maps. `DICTIONNAIRE.md` describes every column, `anomalies.csv` and
`qualite.json` say what is uncertain, `provenance.csv` where each value comes from.

## Before you use it

- This dataset is not complete: it says what its sources say. A member list's address is often a head office, not a nursery
  (`nature_lieu` = inconnu).
- A point of precision `commune` is the middle of the commune: the true door may be `geo_rayon_m` metres away.
- Codes are text: `pandas.read_csv("etablissements.csv", dtype=str)` keeps the leading zeros.

## To correct or withdraw an entry

Write to {manifest.contact} with the identifier (column `id`) and, for a correction, a page that proves it. Any organisation named here may
ask for a value about it to be withdrawn; personal data is withdrawn without condition. No person's name, mobile or personal mailbox is
published here: should you see one, write to us, it is a mistake.
"""


def licence(manifest: Manifest) -> str:
    """LICENSE.txt: the licence of the data, and the sentence that each source asks for."""
    sentences = "".join(f"- {row['attribution']}\n" for row in manifest.tables["sources"].to_dict("records"))
    return (
        f"{TITLE_FR}, version {manifest.version}\n\n{LICENCE['title']}\n{LICENCE['path']}\n\n"
        "Vous êtes libre de réutiliser ces données, y compris à des fins commerciales, à condition d'en mentionner la source et la date.\n"
        "You may reuse these data, for any purpose, provided that you name their source and date.\n\n"
        f"Mention / attribution : « creches-cooperatives, version {manifest.version} du {manifest.date}, {manifest.homepage} »\n\n"
        f"Sources :\n{sentences}"
    )


def citation(manifest: Manifest) -> str:
    """CITATION.cff 1.2.0."""
    return f"""cff-version: 1.2.0
type: dataset
title: "{TITLE_FR}"
message: "Merci de citer ce jeu de données ainsi. / Please cite this dataset as below."
version: "{manifest.version}"
date-released: "{manifest.date}"
license-url: "{LICENCE["path"]}"
url: "{manifest.homepage}"
authors:
  - name: "creches-cooperatives"
keywords:
  - "crèche"
  - "petite enfance"
  - "coopérative"
"""


def changelog(manifest: Manifest) -> str:
    """CHANGELOG.md: this release's changes by table, then those of the releases before."""
    head = "# Changements / Changes\n"
    return f"{head}\n## {manifest.version}\n\n{_entries(manifest)}" + manifest.history.removeprefix(head)


def _entries(manifest: Manifest) -> str:
    if not manifest.previous:
        first = ", ".join(
            f"{t} {len(manifest.tables[t])}" for t in TABLES if t not in ("provenance", "anomalies", "identifiants")
        )
        return f"Première version / first release: {first}.\n"
    told = [_told(c) for c in manifest.changes if c.table not in ("provenance", "identifiants", "anomalies")]
    counts = Counter(c.table for c in manifest.changes)
    summary = ", ".join(f"{table} {count}" for table, count in sorted(counts.items()))
    return f"Depuis / since {manifest.previous}: {summary or 'rien / nothing'}.\n\n" + "".join(
        f"- {line}\n" for line in told
    )


def _told(change: Change) -> str:
    words = {"ajoute": "ajouté / added", "retire": "retiré / removed", "modifie": "modifié / changed"}
    what = f" : {change.champ}" if change.champ else ""
    if change.champ and change.champ not in _CONTACTS:
        what += f" « {change.avant} » → « {change.apres} »"
    return f"{change.table} {change.cle} ({change.nom}) {words[change.nature]}{what}"
