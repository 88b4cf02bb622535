"""Structured data: JSON-LD, settings of store locators, arrays of markers, data attributes."""

import json
from collections.abc import Sequence

from tests.pages.markups_html import markup_li_strong_br
from tests.pages.members import Member, attribute, compact, lines, point, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress

Json = dict[str, object]

MAP = '<div id="map" class="map-canvas"><noscript>Activez JavaScript pour voir la carte.</noscript></div>'


def _filled(**fields: object) -> Json:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value}


def _thing(m: Member, kind: str = "ChildCare") -> Json:
    place = _filled(streetAddress=m.rue, postalCode=m.code_postal, addressLocality=m.ville)
    address = {"@type": "PostalAddress", **place, "addressCountry": "FR"} if place else None
    return {"@type": kind, **_filled(name=m.nom, address=address, telephone=m.telephone)}


def _ld(value: Json) -> str:
    document = {"@context": "https://schema.org", **value}
    return f'<script type="application/ld+json">\n{json.dumps(document, ensure_ascii=False, indent=1)}\n</script>\n'


def _quoted(value: str) -> str:
    """A JavaScript string between single quotes."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _names(members: Sequence[Member]) -> str:
    """The names alone, as a list beside the map."""
    return tag("ul", "".join(tag("li", tag("a", text(m.nom), 'href="#map"')) for m in members))


def markup_jsonld_itemlist(members: Sequence[Member]) -> str:
    """An ItemList in the head; the page shows a map only."""
    items = [{"@type": "ListItem", "position": n, "item": _thing(m)} for n, m in enumerate(members, 1)]
    return wordpress(MAP, extra_head=_ld({"@type": "ItemList", "itemListElement": items}))


def markup_jsonld_graph(members: Sequence[Member]) -> str:
    """A @graph where the publisher has a postal address too and lists its members; the list is on the page as well."""
    home = Member("Coop Petite Enfance", "17 rue des Tilleuls", "69100", "Villeurbanne", "+33 4 65 71 10 20")
    publisher = {**_thing(home, "Organization"), "member": [_thing(m, "Organization") for m in members]}
    site: Json = {"@type": "WebSite", "name": "Coop Petite Enfance", "url": "https://reseau.example/"}
    listing = "".join(tag("h3", text(m.nom)) + tag("p", lines(m.line, m.telephone)) for m in members)
    return wordpress(listing, extra_head=_ld({"@graph": [site, publisher]}))


def markup_jsonld_text_addresses(members: Sequence[Member]) -> str:
    """One script a member, the address as one string."""
    places = (_filled(name=m.nom, address=m.line, telephone=m.telephone) for m in members)
    return builder(MAP + "".join(_ld({"@type": "LocalBusiness", **place}) for place in places))


def markup_store_locator(members: Sequence[Member]) -> str:
    """A store locator's settings, strict JSON, keys of its own; the names are listed beside the map."""
    stores = [
        {
            "id": 100 + n,
            "store": m.nom,
            "address": m.rue,
            "address2": "",
            "city": m.ville,
            "state": "",
            "zip": m.code_postal,
            "country": "France" if m.rue else "",
            "lat": str(point(m)[0]),
            "lng": str(point(m)[1]),
            "phone": m.telephone,
            "url": "",
        }
        for n, m in enumerate(members)
    ]
    script = f"<script>var wpslMap_0 = {json.dumps({'locations': stores})};</script>"
    return wordpress(_names(members) + MAP + script)


def markup_js_object_literal(members: Sequence[Member]) -> str:
    """Not JSON: bare keys, single quotes, comments, commas after the last."""
    rows = "".join(
        f"  {{ nom: {_quoted(m.nom)}, adresse: {_quoted(m.rue)}, cp: {_quoted(m.code_postal)}, "
        f"ville: {_quoted(m.ville)}, tel: {_quoted(m.telephone)}, lat: {point(m)[0]}, lng: {point(m)[1]}, }},\n"
        for m in members
    )
    script = f"<script>\n// les membres du réseau\nvar membres = [\n{rows}];\ninitMap(membres);\n</script>"
    return bootstrap(MAP, scripts=script)


def markup_map_arrays(members: Sequence[Member]) -> str:
    """The old tutorial of the map service: arrays in an array, no key at all."""
    rows = ",\n".join(
        f"    [{_quoted(m.nom)}, {_quoted(m.line)}, {point(m)[0]}, {point(m)[1]}, {n}]"
        for n, m in enumerate(members, 1)
    )
    script = (
        f"<script>\nfunction initMap() {{\n  var locations = [\n{rows}\n  ];\n  var map = new google.maps.Map("
        "document.getElementById('map'), {zoom: 6, center: {lat: 46.6, lng: 2.4}});\n}\n</script>"
    )
    return bootstrap(MAP, scripts=script)


def markup_data_attribute(members: Sequence[Member]) -> str:
    """JSON escaped into an attribute of the map."""
    markers = [
        _filled(title=m.nom, address=m.line, phone=m.telephone, lat=point(m)[0], lng=point(m)[1]) for m in members
    ]
    value = attribute(json.dumps(markers, ensure_ascii=False))
    return wordpress(f'<div class="map" data-zoom="6" data-markers="{value}"></div>')


def markup_json_parse(members: Sequence[Member]) -> str:
    """JSON in a JavaScript string, its quotes escaped by code point."""
    rows = [_filled(name=m.nom, street=m.rue, postcode=m.code_postal, city=m.ville, phone=m.telephone) for m in members]
    body = json.dumps(rows).replace("\\", "\\\\").replace('"', "\\u0022").replace("'", "\\u0027")
    return bootstrap(MAP, scripts=f"<script>window.members = JSON.parse('{body}');</script>")


def markup_app_state(members: Sequence[Member]) -> str:
    """The state of a page drawn in the browser; the postcode is a number in it, the phone has no blank."""
    rows = [
        _filled(
            slug=f"membre-{n}",
            name=m.nom,
            location=_filled(street=m.rue, zipCode=int(m.code_postal or 0), city=m.ville),
            phone=compact(m.telephone),
        )
        for n, m in enumerate(members)
    ]
    state = {"props": {"pageProps": {"title": "Qui sommes-nous ?", "members": rows}}, "page": "/qui", "buildId": "x1"}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>'
    return builder(MAP + script)


def markup_marker_dictionary(members: Sequence[Member]) -> str:
    """Markers by number; the address is HTML inside the value."""
    markers = {
        str(500 + n): _filled(title=m.nom, description=m.rue and f"<p>{m.rue}<br />{m.town}</p>", phone=m.telephone)
        for n, m in enumerate(members)
    }
    settings = json.dumps({"zoom": 6, "markers": markers}).replace("</", "<\\/")
    return wordpress(f"{MAP}<script>/* <![CDATA[ */ var mapSettings = {settings}; /* ]]> */</script>")


def markup_geojson(members: Sequence[Member]) -> str:
    """A FeatureCollection for a map, French property names."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(point(m)[::-1])},
            "properties": _filled(
                nom=m.nom, adresse=m.rue, code_postal=m.code_postal, commune=m.ville, telephone=m.telephone
            ),
        }
        for m in members
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return bootstrap(MAP, scripts=f"<script>const lieux = {collection};\nL.geoJSON(lieux).addTo(map);</script>")


def markup_map_markers(members: Sequence[Member]) -> str:
    """Markers as elements, replaced by a map when the script runs."""
    markers = (
        f'<div class="marker" data-lat="{point(m)[0]}" data-lng="{point(m)[1]}">{tag("h4", text(m.nom))}'
        f"{tag('p', m.line, 'class=address')}{tag('p', m.telephone)}</div>"
        for m in members
    )
    return wordpress('<div class="acf-map" data-zoom="6">' + "\n".join(markers) + "</div>")


def markup_list_and_locator(members: Sequence[Member]) -> str:
    """The list on the page and the same members in the map's settings."""
    places = [_filled(name=m.nom, address=m.line, tel=m.telephone) for m in members]
    script = f"<script>var places = {json.dumps(places, ensure_ascii=False)};</script>"
    return markup_li_strong_br(members).replace("</body>", f"{script}\n</body>")


STRUCTURED = registry(
    markup_jsonld_itemlist,
    markup_jsonld_graph,
    markup_jsonld_text_addresses,
    markup_store_locator,
    markup_js_object_literal,
    markup_map_arrays,
    markup_data_attribute,
    markup_json_parse,
    markup_app_state,
    markup_marker_dictionary,
    markup_geojson,
    markup_map_markers,
    markup_list_and_locator,
)
