"""Members among other things: links, labels, hours, descriptions, persons and mobiles that must not come out."""

from collections.abc import Sequence
from urllib.parse import quote_plus

from tests.pages.members import Member, attribute, compact, lines, national, region, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress

# Invented people; the mobiles are of the range the regulator keeps for fiction.
PERSONS = (
    "Camille Exemplaire",
    "Dominique Fictive",
    "Sacha Inventé",
    "Claude Imaginaire",
    "Alix Romanesque",
    "Noa Chimère",
)
MOBILES = tuple(f"06 39 98 12 {n}0" for n in range(1, 7))


def _person(number: int) -> str:
    return PERSONS[number % len(PERSONS)]


def _mobile(number: int) -> str:
    return MOBILES[number % len(MOBILES)]


def markup_names_as_links(members: Sequence[Member]) -> str:
    """Each name leads to the member's own site."""
    items = (
        tag("li", tag("a", text(m.nom), f'href="https://membre-{n}.example/" target="_blank"'))
        + tag("li", lines(m.line, m.telephone), 'class="address"')
        for n, m in enumerate(members)
    )
    return wordpress(tag("ul", "\n".join(items)))


def markup_call_links(members: Sequence[Member]) -> str:
    """The phone is only in the link; what one reads is 'Appeler'."""
    cards = (
        f'<div class="card"><h3>{text(m.nom)}</h3>{tag("p", m.line)}'
        + (m.telephone and f'<a class="btn" href="tel:{compact(m.telephone)}"><i class="icon"></i> Appeler</a>')
        + "</div>"
        for m in members
    )
    return bootstrap("\n".join(cards))


def markup_map_links(members: Sequence[Member]) -> str:
    """Links to a map and a route between the parts; the address is also inside the link's target."""
    blocks = (
        tag("h3", text(m.nom))
        + (m.line and f'<p>{m.line} <a href="https://maps.example/?q={quote_plus(m.line)}">Voir la carte</a></p>')
        + '<p><a href="#">Itinéraire</a></p>'
        + tag("p", m.telephone)
        for m in members
    )
    return wordpress("\n".join(blocks))


def markup_contacts(members: Sequence[Member]) -> str:
    """A mailbox and a web site beside each member."""
    blocks = (
        tag("h3", text(m.nom))
        + tag("p", lines(m.line, m.telephone))
        + f'<p><a href="mailto:contact@membre-{n}.example">contact@membre-{n}.example</a> | '
        + f'<a href="https://www.membre-{n}.example">www.membre-{n}.example</a></p>'
        for n, m in enumerate(members)
    )
    return wordpress("\n".join(blocks))


def markup_postcode_first(members: Sequence[Member]) -> str:
    """The town comes before the street."""
    items = (tag("h3", text(m.nom)) + tag("p", lines(m.town, m.rue, by=", ")) + tag("p", m.telephone) for m in members)
    return wordpress("\n".join(items))


def markup_postcode_first_lines(members: Sequence[Member]) -> str:
    """The town on a line of its own, above the street."""
    items = (tag("li", lines(tag("strong", text(m.nom)), m.town, m.rue, national(m.telephone))) for m in members)
    return bootstrap(tag("ul", "\n".join(items)))


def markup_address_first(members: Sequence[Member]) -> str:
    """In each card the address stands above the name."""
    cards = (
        f'<div class="card"><div class="card-top">{m.line}</div><div class="card-name">{text(m.nom)}</div>'
        f"{tag('div', m.telephone, 'class=card-tel')}</div>"
        for m in members
    )
    return bootstrap("\n".join(cards))


def markup_regions(members: Sequence[Member]) -> str:
    """Headings of regions between the members."""
    html, current = "", ""
    for m in members:
        if region(m) and region(m) != current:
            current = region(m)
            html += tag("h3", text(current)) + "\n"
        html += tag("h4", text(m.nom)) + tag("p", lines(m.line, m.telephone)) + "\n"
    return wordpress(html)


def markup_descriptions(members: Sequence[Member]) -> str:
    """A sentence on each nursery between its name and its address, in the same sort of paragraph."""
    blocks = (
        tag("h3", text(m.nom))
        + f"<p>Crèche de {20 + 4 * n} places ouverte en {2009 + n}.</p>"
        + tag("p", m.line)
        + tag("p", m.telephone)
        for n, m in enumerate(members)
    )
    return builder("\n".join(blocks))


def markup_descriptions_after(members: Sequence[Member]) -> str:
    """A sentence after each address, with a number that looks like a phone's beginning."""
    blocks = (
        tag("dt", text(m.nom))
        + tag("dd", lines(m.line, m.telephone))
        + f"<dd>{12 + n} salariés, 0{n} postes à pourvoir ; tarif de {n + 1},50 € l’heure, selon les revenus.</dd>"
        for n, m in enumerate(members)
    )
    return wordpress(tag("dl", "\n".join(blocks)))


def markup_opening_hours(members: Sequence[Member]) -> str:
    """Hours under each address."""
    blocks = (
        '<div class="creche">'
        + tag("h3", text(m.nom))
        + tag("p", m.line, 'class="adr"')
        + f'<p class="hours">Du lundi au vendredi : 7h{n}0 - 18h30</p><p class="hours">Fermé en août</p>'
        + tag("p", m.telephone)
        + "</div>"
        for n, m in enumerate(members)
    )
    return bootstrap("\n".join(blocks))


def markup_directors(members: Sequence[Member]) -> str:
    """A person beside each member, between the name and the address."""
    blocks = (
        tag("h3", text(m.nom)) + f"<p>Directrice : {_person(n)}</p>" + tag("p", m.line) + tag("p", m.telephone)
        for n, m in enumerate(members)
    )
    return wordpress("\n".join(blocks))


def markup_directors_in_cards(members: Sequence[Member]) -> str:
    """The person's name is bold too, after the address."""
    cards = (
        f'<div class="card">{tag("h4", text(m.nom))}<p>{lines(m.line, m.telephone)}</p>'
        f'<p class="contact"><strong>{_person(n)}</strong>, direction</p></div>'
        for n, m in enumerate(members)
    )
    return bootstrap("\n".join(cards))


def markup_mobiles(members: Sequence[Member]) -> str:
    """A mobile beside each phone."""
    blocks = (tag("h3", text(m.nom)) + tag("p", lines(m.line, m.telephone, _mobile(n))) for n, m in enumerate(members))
    return wordpress("\n".join(blocks))


def markup_mobiles_one_line(members: Sequence[Member]) -> str:
    """One line a member: name, address, phone, a person and a mobile."""
    items = (
        tag("li", lines(text(m.nom), m.line, national(m.telephone), f"{_person(n)} : {_mobile(n)}", by=" - "))
        for n, m in enumerate(members)
    )
    return wordpress(tag("ul", "\n".join(items)))


def markup_striped(members: Sequence[Member]) -> str:
    """Classes that count: odd, even, first, last, active."""
    ends = {0: " first active", len(members) - 1: " last"}
    sides = ("odd", "even")
    items = (
        f'<li class="item {sides[n % 2]}{ends.get(n, "")}"><h4 class="title-{n}">{text(m.nom)}</h4>'
        f'<p class="{sides[n % 2]}">{lines(m.line, m.telephone)}</p></li>'
        for n, m in enumerate(members)
    )
    return bootstrap(tag("ul", "\n".join(items)))


def markup_logos(members: Sequence[Member]) -> str:
    """A logo whose alternative text is the name again, and a title on the link."""
    blocks = (
        f'<div class="partner"><a href="#" title="{attribute(m.nom)}"><img src="{n}.svg" alt="{attribute(m.nom)}"></a>'
        f'<span class="h4">{text(m.nom)}</span>{tag("p", lines(m.line, m.telephone))}</div>'
        for n, m in enumerate(members)
    )
    return builder("\n".join(blocks))


NOISE = registry(
    markup_names_as_links,
    markup_call_links,
    markup_map_links,
    markup_contacts,
    markup_postcode_first,
    markup_postcode_first_lines,
    markup_address_first,
    markup_regions,
    markup_descriptions,
    markup_descriptions_after,
    markup_opening_hours,
    markup_directors,
    markup_directors_in_cards,
    markup_mobiles,
    markup_mobiles_one_line,
    markup_striped,
    markup_logos,
)
