"""`sitemap.xml` and `robots.txt`: the pages that search engines are told of, in both languages."""

from collections.abc import Sequence
from xml.etree import ElementTree

from flows.site.page import path_in
from flows.site.render import public
from flows.site.shown import Shown
from flows.site.words import TONGUES

_MAP, _HTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


def sitemap(paths: Sequence[str], about: Shown) -> bytes:
    """The site map (sitemaps.org 0.9) with each page's other language. `paths`: of the French pages, at most 25,000."""
    ElementTree.register_namespace("", _MAP)
    ElementTree.register_namespace("xhtml", _HTML)
    root = ElementTree.Element(f"{{{_MAP}}}urlset")
    for path in paths:
        both = {tongue: f"{about.settings.homepage}/{public(path_in(tongue, path))}" for tongue in TONGUES}
        for tongue in TONGUES:
            one = ElementTree.SubElement(root, f"{{{_MAP}}}url")
            ElementTree.SubElement(one, f"{{{_MAP}}}loc").text = both[tongue]
            ElementTree.SubElement(one, f"{{{_MAP}}}lastmod").text = about.date
            for other in TONGUES:
                about_it = {"rel": "alternate", "hreflang": other, "href": both[other]}
                ElementTree.SubElement(one, f"{{{_HTML}}}link", about_it)
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def robots(about: Shown) -> bytes:
    """Everyone may read everything."""
    return f"User-agent: *\nAllow: /\nSitemap: {about.settings.homepage}/sitemap.xml\n".encode()
