"""People in a text of a register or a page: found by their civility or by "c/o", and cut out. Streets keep theirs.

A civility right after a way word is a street's (`Rue Madame`, `Rue Monsieur le Prince`, `Allée de Mademoiselle`).
"""

import re

_WAY = (
    r"(?:rue|r|ruelle|avenue|av|ave|boulevard|bd|bld|blvd|place|pl|placette|chemin|chem|che|ch|impasse|imp|all[ée]es?|all"
    r"|route|rte|quai|square|sq|cours?|passage|pass|sente|sentier|traverse|venelle|voie|villa|cit[ée]|hameau|lieu-?\s?dit"
    r"|ld|r[ée]sidence|res|lotissement|lot|domaine|clos|parc|pont|promenade|esplanade|mail|mont[ée]e|c[ôo]te|faubourg"
    r"|fbg|fg|porte|galerie|rond-point|[îi]le)"
)
_STREET = (
    r"(?:rue|ruelle|avenue|av|boulevard|bd|place|pl|chemin|impasse|imp|all[ée]es?|route|rte|quai|square|cours|passage"
    r"|sentier|traverse|venelle|voie|hameau|lieu-?\s?dit|r[ée]sidence|b[âa]t(?:iment)?|b\.?p|zone|za|zi|zac)\b"
)
"""What surely begins a street line or its complement: a person's name ends before it."""
_END = rf"(?=\s*(?:[,;|()\d]|$|[-–—/](?:\s|$)|\b{_STREET}))"
_LADY = r"(?:mmes?|mlles?|melles?|mesdames|madame|mademoiselle)"
_CIVILITY = rf"(?:{_LADY}|monsieur|messieurs|mrs?)"
_WHO = r"[^\W\d_][^,;|()\d]*?"
_CARE_OF = re.compile(
    rf"(?:\bc/o\b|\bà l'attention d[eu]\b|\battn\b\.?)\s*:?\s*(?P<who>[^,;|\d]+?){_END}"
    rf"|\bchez\s+(?P<person>(?:{_CIVILITY}|m)\b\.?\s*{_WHO}){_END}",
    re.IGNORECASE,
)
_PERSON = re.compile(
    rf"(?:\b(?:de|du|par|pour|à|et|ou)\s+|&\s*)?(?:\bm(?:r|onsieur)?\b\.?\s*(?:et|ou|&|/)\s*)?"
    rf"(?P<civility>\b{_CIVILITY}\b)(?:\.\s*|\s+){_WHO}{_END}",
    re.IGNORECASE,
)
_INITIAL = re.compile(
    rf"(?:^|(?<=[,;|]))\s*(?:M\.\s*(?=[A-ZÀ-ÖØ-Þ]){_WHO}{_END}"  # M. Exemple
    rf"|M\s+(?=[A-ZÀ-ÖØ-Þ]){_WHO}(?=\s*[,;|]?\s*(?:\d|\b(?i:{_STREET}))))"  # M EXEMPLE 12 RUE …, but "M comme Maman"
)
_OF_STREET = re.compile(
    rf"(?:^|[^\w]|\d){_WAY}\.?\s+(?:de\s+la\s+|de\s+l'\s*|de\s+|du\s+|des\s+|la\s+|le\s+|l')?$", re.I
)
_OF_ITS_NAME = re.compile(rf"(?:^|[^\w]|\d){_WAY}\b[^,;|]*\bde\s+$", re.I)
_BODY = re.compile(
    r"\b(?:asso|caf|ccas|centre|collectif|coop|cr[èe]che|ecole|école|entreprise|espace|foyer|f[ée]d[ée]ration|groupe"
    r"|h[ôo]tel|incubateur|mairie|maison|mutuelle|p[ôo]le|r[ée]seau|r[ée]sidence|sarl|sas|scic|scop|soci[ée]t[ée]|union)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(rf"\b(?:chez|c/o|{_CIVILITY})\b|^m\.? ", re.IGNORECASE)
_HEAD = re.compile(rf"(?!\s*{_STREET})[^\d]*?(?=\d{{1,4}}(?!\d)|\b{_STREET})", re.IGNORECASE)
"""What stands before a street's number or way, not before a postcode."""
_EDGES = " ,;:|/–—-"


def names_somebody(text: str) -> bool:
    """Whether a complement of address may name a person: any civility, "chez" or "c/o".

    >>> names_somebody("MME EXEMPLE"), names_somebody("BATIMENT B")
    (True, False)
    """
    return bool(_SOMEBODY.search(text))


def without_people(text: str) -> str:
    """The text without "c/o Mme …", "MADAME …", "M … 12 RUE": after c/o only what is surely an organisation stays.

    >>> without_people("MME EXEMPLE ANNE 3 RUE MADAME"), without_people("Scop de Madame Exemple")
    ('3 RUE MADAME', 'Scop')
    """
    before, out = "", text
    while before != out:
        before = out
        cut = _CARE_OF.sub(lambda m: m[0] if m["who"] and _organisation(m["who"]) else " ", out)
        cut = _INITIAL.sub(" ", _without_civilities(cut))
        out = out if cut == out else tidy(cut)
    return out


def address_without_people(text: str) -> str:
    """An address in one line without what may name somebody before its street: `CHEZ EXEMPLE 12 RUE …`.

    >>> address_without_people("CHEZ EXEMPLE 12 RUE DES LILAS 59000 LILLE"), address_without_people("CHEZ PIET 59000 LILLE")
    ('12 RUE DES LILAS 59000 LILLE', 'CHEZ PIET 59000 LILLE')
    """
    out = without_people(text)
    street = _HEAD.match(out)
    return out[street.end() :] if street and names_somebody(street[0]) else out


def tidy(text: str) -> str:
    """A text from which something was cut: no empty brackets, no stray blanks nor signs."""
    text = re.sub(r"\(\s*\)|\[\s*\]|<\s*>", " ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"([,;|])(?:\s*[,;|/:–—-])+(?=\s|$)", r"\1", text)
    return re.sub(r"\s+([,;])", r"\1", text).strip(_EDGES)


def _without_civilities(text: str) -> str:
    start = 0
    while match := _PERSON.search(text, start):
        before = text[: match.start("civility")]
        if _OF_STREET.search(before) or _OF_ITS_NAME.search(before):
            start = match.end("civility")
        else:
            text, start = f"{text[: match.start()]} {text[match.end() :]}", match.start()
    return text


def _organisation(who: str) -> bool:
    return bool(_BODY.search(who)) and not re.match(rf"\s*(?:{_CIVILITY}|M\.)\s", who, re.IGNORECASE)
