"""Pages that hold more than the list, or less: addresses of others, people in the way, names where none is expected.

Each is drawn from members; what may be read is these members, or fewer with a doubt, or nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from tests.pages.markups_cards import markup_cards_two_columns
from tests.pages.markups_html import markup_h2_div, markup_h3_p, markup_li_commas, markup_p_br, markup_p_strong_br
from tests.pages.markups_noise import MOBILES, PERSONS
from tests.pages.markups_tables import markup_table_header
from tests.pages.markups_text import markup_text_blank_lines, markup_text_lines, markup_text_paragraphs
from tests.pages.members import Markup, Member, Page, lines, registry, tag, text, to_bytes
from tests.pages.surroundings import bootstrap, builder, plain, wordpress

STRANGERS: tuple[Member, ...] = (
    Member("Union des Tilleuls", "5 Rue de la République", "44000", "Nantes", "+33 2 61 91 30 10"),
    Member("Caisse du Vieux Port", "8 Quai du Port", "13002", "Marseille"),
)
FORMER = Member("Les Anciens Lutins", "7 Rue Pasteur", "35000", "Rennes")


def _after_list(page: Page, block: str) -> str:
    """The block put right before the section that follows the list."""
    source = to_bytes(page).decode()
    at = min(i for i in (source.find(f"<{h}>Nos missions") for h in ("h2", "h3")) if i >= 0)
    return source[:at] + block + source[at:]


def _others(level: str = "h3") -> str:
    return "".join(tag(level, text(m.nom)) + tag("p", lines(m.line, m.telephone)) for m in STRANGERS)


def markup_partners(members: Sequence[Member]) -> str:
    """The partners, with their addresses, in the same markup under their own title."""
    return _after_list(markup_h3_p(members), "<h2>Nos partenaires</h2>" + _others())


def markup_partners_one(members: Sequence[Member]) -> str:
    """One partner only."""
    block = tag("h3", text(STRANGERS[0].nom)) + tag("p", STRANGERS[0].line)
    return _after_list(markup_h3_p(members), "<h2>Partenaires</h2>" + block)


def markup_supporters(members: Sequence[Member]) -> str:
    """The same under a title that no one foresaw."""
    return _after_list(markup_h3_p(members), "<h2>Elles et ils sont à nos côtés</h2>" + _others())


def markup_partners_same_level(members: Sequence[Member]) -> str:
    """Members, partners and sections all in headings of one rank."""
    return _after_list(markup_h2_div(members), "<h2>Nos partenaires</h2>" + _others("h2").replace("p>", "div>"))


def markup_partners_in_table(members: Sequence[Member]) -> str:
    """Two tables: members, partners."""
    rows = "".join(f"<tr><td>{text(m.nom)}</td><td>{m.line}</td><td></td></tr>" for m in STRANGERS)
    return _after_list(markup_table_header(members), f"<h2>Ils nous soutiennent</h2><table>{rows}</table>")


def markup_partners_in_text(members: Sequence[Member]) -> str:
    """Plain text: members, then partners."""
    block = "\n\n".join(["Nos partenaires", *(f"{m.nom}\n{m.line}" for m in STRANGERS)])
    return markup_text_paragraphs(members).replace("\n\nNos missions", f"\n\n{block}\n\nNos missions")


def markup_former_members(members: Sequence[Member]) -> str:
    """Those who left."""
    block = "<h2>Anciens membres</h2>" + tag("h3", text(FORMER.nom)) + tag("p", FORMER.line)
    return _after_list(markup_h3_p(members), block)


def markup_host(members: Sequence[Member]) -> str:
    """The site's host, in the body."""
    block = "<h2>Mentions légales</h2><p>Site hébergé par Nuage SAS, 2 rue Kellermann, 59100 Roubaix</p>"
    return _after_list(markup_h3_p(members), block)


def markup_host_in_list(members: Sequence[Member]) -> str:
    """One-line list, the host on a line of its own below."""
    block = "<p>Hébergement : Nuage SAS, 2 rue Kellermann, 59100 Roubaix</p>"
    return _after_list(markup_li_commas(members), block)


def markup_meeting(members: Sequence[Member]) -> str:
    """The next meeting and where it is, in the markup of a member."""
    block = "<h2>Agenda</h2><h3>Assemblée générale</h3><p>Maison des associations, 10 rue Pasteur, 69007 Lyon</p>"
    return _after_list(markup_h3_p(members), block)


def markup_own_box(members: Sequence[Member]) -> str:
    """The network's own address in the body, in the markup of a member, above the list."""
    own = Member("Coop Petite Enfance", "17 rue des Tilleuls", "69100", "Villeurbanne", "+33 4 65 71 10 20")
    return markup_h3_p([own, *members])


def markup_own_one_line(members: Sequence[Member]) -> str:
    """The same in a one-line list."""
    own = Member("Scic Coop Petite Enfance", "17 rue des Tilleuls", "69100", "Villeurbanne", "+33 4 65 71 10 20")
    return markup_li_commas([*members, own])


def markup_person_on_address_line(members: Sequence[Member]) -> str:
    """A person's name begins the line of the address."""
    blocks = (
        tag("h3", text(m.nom)) + tag("p", m.line and f"{PERSONS[n % 6]}, {m.line}") for n, m in enumerate(members)
    )
    return wordpress("\n".join(blocks))


def markup_person_on_address_line_flat(members: Sequence[Member]) -> str:
    """The same; the member's name is a paragraph like any other."""
    blocks = (tag("p", text(m.nom)) + tag("p", m.line and f"{PERSONS[n % 6]}, {m.line}") for n, m in enumerate(members))
    return wordpress("\n".join(blocks))


def markup_care_of(members: Sequence[Member]) -> str:
    """ "c/o" and a person before the street."""
    blocks = (
        tag("h3", text(m.nom)) + tag("p", m.line and f"c/o {PERSONS[n % 6]}, {m.line}") for n, m in enumerate(members)
    )
    return builder("\n".join(blocks))


def markup_person_in_brackets(members: Sequence[Member]) -> str:
    """A person between the street and the postcode."""
    blocks = (
        tag("h3", text(m.nom)) + tag("p", m.rue and f"{m.rue} (Mme {PERSONS[n % 6]}), {m.town}")
        for n, m in enumerate(members)
    )
    return builder("\n".join(blocks))


def markup_person_after_town(members: Sequence[Member]) -> str:
    """A person and a mobile after the town, with no separator."""
    blocks = (
        tag("h3", text(m.nom)) + tag("p", m.town and f"{m.rue}, {m.town} {PERSONS[n % 6]} {MOBILES[n % 6]}")
        for n, m in enumerate(members)
    )
    return builder("\n".join(blocks))


def markup_role_in_one_line(members: Sequence[Member]) -> str:
    """One line: name, director, address."""
    items = (
        tag("li", lines(text(m.nom), f"directrice : {PERSONS[n % 6]}", m.line, by=" – ")) for n, m in enumerate(members)
    )
    return wordpress(tag("ul", "\n".join(items)))


def markup_people_as_headings(members: Sequence[Member]) -> str:
    """A directory of people: the heading is the person, the nursery is emphasised below."""
    blocks = (
        f'<div class="card"><h3>{PERSONS[n % 6]}</h3><p><strong>{text(m.nom)}</strong></p>{tag("p", m.line)}</div>'
        for n, m in enumerate(members)
    )
    return bootstrap("\n".join(blocks))


def markup_president_street(members: Sequence[Member]) -> str:
    """Streets named after people and their titles, on a line of their own."""
    ways = ("12 Rue du Président Wilson", "3 Avenue du Directeur Blanc", "8 Rue Madame")
    renamed = [replace(m, rue=ways[n % 3] if m.rue else "") for n, m in enumerate(members)]
    return builder("\n".join(tag("h4", text(m.nom)) + tag("p", m.rue) + tag("p", m.town) for m in renamed))


def markup_intro_then_address_first(members: Sequence[Member]) -> str:
    """Paragraphs only: a sentence, then addresses each above its name."""
    blocks = ("<p>Voici celles qui nous ont rejoints</p>", *(tag("p", m.line) + tag("p", text(m.nom)) for m in members))
    return wordpress("\n".join(blocks))


def markup_text_address_first(members: Sequence[Member]) -> str:
    """The same in plain text."""
    return plain(lines("Bienvenue", *(lines(m.line, m.nom, by="\n") for m in members), by="\n"), title="Le réseau")


def markup_sub_heading(members: Sequence[Member]) -> str:
    """One member has a second heading of the same kind."""
    blocks = [tag("h3", text(m.nom)) + tag("p", m.line) for m in members]
    blocks[1:2] = [tag("h3", text(m.nom)) + "<h3>Ouverture prochaine</h3>" + tag("p", m.line) for m in members[1:2]]
    return wordpress("\n".join(blocks))


def markup_sub_heading_in_card(members: Sequence[Member]) -> str:
    """The same in a card."""
    page = markup_cards_two_columns(members)
    title = text(members[2].nom) if len(members) > 2 else "-"
    return page.replace(f"{title}</h5>", f'{title}</h5><h5 class="card-title">Places libres</h5>', 1)


def markup_note_before_one(members: Sequence[Member]) -> str:
    """Paragraphs only; one member has a word more between its name and its address."""
    blocks = [
        tag("p", text(m.nom)) + ("<p>Bientôt dans vos murs</p>" if n == 3 else "") + tag("p", m.line)
        for n, m in enumerate(members)
    ]
    return wordpress("\n".join(blocks))


def markup_note_after_one(members: Sequence[Member]) -> str:
    """Paragraphs only; one member has a word more after its address."""
    blocks = [
        tag("p", text(m.nom)) + tag("p", m.line) + ("<p>Bientôt deux sites</p>" if n == 2 else "")
        for n, m in enumerate(members)
    ]
    return wordpress("\n".join(blocks))


def markup_two_sites(members: Sequence[Member]) -> str:
    """One member has a second address under its first."""
    blocks = [tag("h3", text(m.nom)) + tag("p", m.line) for m in members]
    blocks[3:4] = [block + "<p>9 Rue Hoche, 93260 Les Lilas</p>" for block in blocks[3:4]]
    return wordpress("\n".join(blocks))


def markup_two_sites_in_card(members: Sequence[Member]) -> str:
    """The same in cards, the second address labelled."""
    cards = [f'<div class="card"><h3>{text(m.nom)}</h3>{tag("p", m.line)}</div>' for m in members]
    cards[3:4] = [card[:-6] + "<p>Deuxième site : 9 Rue Hoche, 93260 Les Lilas</p></div>" for card in cards[3:4]]
    return bootstrap("\n".join(cards))


def markup_unknown_list_title(members: Sequence[Member]) -> str:
    """Names and section titles of one rank, under a title that no one foresaw."""
    return markup_h2_div(members).replace("Où nous trouver ?", "Elles font le réseau")


def markup_unknown_list_title_in_text(members: Sequence[Member]) -> str:
    """The same in plain text."""
    return markup_text_blank_lines(members).replace("Localisation des coop petite enfance", "Elles font le réseau")


def markup_unknown_next_title(members: Sequence[Member]) -> str:
    """Plain text; the section after the list has an unforeseen title."""
    return markup_text_lines(members).replace("Nos missions", "Ce que nous faisons")


def markup_years_and_forms(members: Sequence[Member]) -> str:
    """A legal form and a year under each name, like it in every way."""
    blocks = (
        tag("p", text(m.nom)) + f"<p>{('Scop', 'Scic')[n % 2]}</p><p>{2012 + n}</p>" + tag("p", m.line)
        for n, m in enumerate(members)
    )
    return wordpress("\n".join(blocks))


def markup_bold_everything(members: Sequence[Member]) -> str:
    """Names and addresses all bold."""
    return (
        markup_p_strong_br(members)
        .replace("<br>\n", "</strong><br>\n<strong>")
        .replace("</strong></strong>", "</strong>")
    )


def markup_coming_soon(members: Sequence[Member]) -> str:
    """A member with no address yet."""
    page = markup_p_br(members)
    return (
        page.replace("<p>", "<p>Les Futurs Lutins<br>adresse à venir</p>\n<p>", 1)
        if not members
        else page.replace(
            f"<p>{text(members[-1].nom)}", f"<p>Les Futurs Lutins<br>Adresse à venir</p>\n<p>{text(members[-1].nom)}", 1
        )
    )


SAFE: dict[str, Markup] = registry(
    markup_partners,
    markup_partners_one,
    markup_supporters,
    markup_partners_same_level,
    markup_partners_in_table,
    markup_partners_in_text,
    markup_former_members,
    markup_host,
    markup_host_in_list,
    markup_meeting,
    markup_own_box,
    markup_own_one_line,
    markup_person_on_address_line,
    markup_person_on_address_line_flat,
    markup_care_of,
    markup_person_in_brackets,
    markup_person_after_town,
    markup_role_in_one_line,
    markup_people_as_headings,
    markup_intro_then_address_first,
    markup_text_address_first,
    markup_sub_heading,
    markup_sub_heading_in_card,
    markup_note_before_one,
    markup_note_after_one,
    markup_two_sites,
    markup_two_sites_in_card,
    markup_unknown_list_title,
    markup_unknown_list_title_in_text,
    markup_unknown_next_title,
    markup_years_and_forms,
    markup_bold_everything,
    markup_coming_soon,
)
