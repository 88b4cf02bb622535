"""Free text that must not reach a published file as it is (spreadsheet formulas, hidden or broken characters, tags).

The canonical CSV is byte-faithful, never escaped: a dangerous text is set aside for a person instead.
Rule of OWASP's CSV injection page, applied by quarantine.
"""

import re
import unicodedata

from flows.ordinary import plain

LONGEST = 500
"""Characters; no name and no address line is longer, a whole page taken for one is."""
_FORMULA = "=+-@＝＋－＠"
_BIDI = re.compile("[\u061c\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_TAG = re.compile(r"<\s*[/!?]?\s*[a-zA-Z]|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_AFTER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# UTF-8 read as Latin-1 or Windows-1252: é -> Ã©, à -> Ã and a hard blank, ’ -> â€™, œ -> Å“, BOM -> ï»¿
_MOJIBAKE = re.compile(f"Ã(?:[{_AFTER}\\s]|$)|Â[{_AFTER}]|â(?:€|\u0080)|Å[“’\u0093\u0092]|ï»¿|ï¿½")

REASONS = {
    "formule": ("commence comme une formule de tableur", "starts like a spreadsheet formula"),
    "controle": ("contient un caractère de commande", "holds a control character"),
    "bidi": ("contient un caractère qui retourne le sens du texte", "holds a character that turns the text around"),
    "illisible": ("contient un caractère illisible", "holds an unreadable character"),
    "mojibake": ("a été lu dans un mauvais jeu de caractères", "was read in a wrong character set"),
    "longueur": ("est bien trop long", "is far too long"),
    "html": ("contient une balise ou une entité HTML", "holds an HTML tag or entity"),
}
"""Each reason that `hazard` may give, said in French and in English."""


def hazard(text: str) -> str:
    """The reason why this free text must be set aside, a key of REASONS, or '' when it is harmless.

    >>> hazard("=1+1"), hazard("Crèche L'Étoile"), hazard("CrÃ¨che")
    ('formule', '', 'mojibake')
    """
    if plain(text):
        return ""
    if len(text) > LONGEST:
        return "longueur"
    # What is printable has neither control, surrogate nor private characters.
    categories = set() if text.isprintable() else {unicodedata.category(char) for char in text}
    if "Cc" in categories:
        return "controle"
    if _BIDI.search(text):
        return "bidi"
    if "\ufffd" in text or categories & {"Cs", "Co"}:
        return "illisible"
    if _MOJIBAKE.search(text):
        return "mojibake"
    if _TAG.search(text):
        return "html"
    return "formule" if _first_visible(text) in _FORMULA else ""


def _first_visible(text: str) -> str:
    """The first character that shows; a blank when none does."""
    hidden = {"Zs", "Zl", "Zp", "Cf"}
    return next((char for char in text if unicodedata.category(char) not in hidden), " ")
