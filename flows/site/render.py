"""Pages -> HTML: the frame that all share, its head, what a browser is allowed to do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.site.page import Page, mailto, path_in, relative, tel, web
from flows.site.shown import Shown
from flows.site.values import said, title
from flows.site.words import TONGUES, Words
from flows.templating import Markup, rendered

TEMPLATES = Path(__file__).parent / "templates"
MENU = ("index", "creches", "departements", "reseaux", "initiatives", "chiffres", "changements", "fichiers")
"""Pages of the menu; the words are `base.menu_<name>`."""
FOOT = ("qualite", "dictionnaire", "methode", "confidentialite", "accessibilite")


_ASKING = ("accueil", "creches")
"""Kinds of pages with a form: what is typed goes to the list, in its address."""


def policy(page: Page) -> str:
    """The Content-Security-Policy of a page: what it holds comes from its own site, no script stands inside it, and one that
    has no script or no form may have none. CSP Level 3; `frame-ancestors` is for the server's header alone.
    """
    pictures = f"'self' {page.images}" if page.images else "'self'"
    scripts = "script-src 'self'; connect-src 'self'; " if page.scripts else ""
    form = "'self'" if page.kind in _ASKING else "'none'"
    return f"default-src 'none'; {scripts}style-src 'self'; img-src {pictures}; base-uri 'none'; form-action {form}"


def html(page: Page, words: Words, shown: Shown) -> str:
    """The page as it is written. Raises jinja2's errors and KeyError for a name or a string that is missing: a fault of ours."""
    return rendered(
        TEMPLATES,
        page.template,
        page=page,
        t=words,
        shown=shown,
        csp=policy(page),
        menu=MENU,
        foot=FOOT,
        absolute=_absolute(page, shown),
        structured=Markup("\n").join(map(_script, page.structured)),
        **_helpers(_leading(page, words, shown), words, shown),
        **page.values,
    )


def _absolute(page: Page, shown: Shown) -> dict[str, str]:
    """The page's public address in each language."""
    return {tongue: f"{shown.settings.homepage}/{public(path_in(tongue, page.path))}" for tongue in TONGUES}


def public(path: str) -> str:
    """A page's address as it is told to others: a folder instead of its `index.html`."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def _leading(page: Page, words: Words, shown: Shown) -> Callable[[str], str]:
    """How a page addresses a file of the site: from where it lies, or from the root of the host that the site is published on."""
    root = urlsplit(shown.settings.homepage).path.rstrip("/")
    here = path_in(words.tongue, page.path)
    return (lambda path: f"{root}/{path}") if page.rooted else (lambda path: relative(here, path))


def _helpers(leading: Callable[[str], str], words: Words, shown: Shown) -> dict[str, Callable[..., Any]]:
    """What templates call: addresses, and values as people say them."""
    other = next(tongue for tongue in TONGUES if tongue != words.tongue)
    return {
        "url": lambda path: leading(path_in(words.tongue, path)),
        "file": leading,
        "twin": lambda path: leading(path_in(other, path)),
        "web": web,
        "mailto": mailto,
        "tel": tel,
        "label": lambda table, champ: title(words, table, champ),
        "told": lambda table, champ, cell: said(shown, words, table, champ, cell),
    }


def _script(document: dict[str, object]) -> Markup:
    """A schema.org document inside a page: no character of it can end the element that holds it."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
    for sign, code in (
        ("&", "\\u0026"),
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))
