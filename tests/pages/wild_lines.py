"""Further lines: what stands beside a name or an address on a real page, and how addresses are typed."""

from collections.abc import Callable, Sequence

from tests.pages.markups_noise import MOBILES, PERSONS
from tests.pages.members import Markup, Member, compact, lines, national, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress

Inner = Callable[[int, Member], str]


def _cards(inner: Inner) -> Markup:
    """A markup of cards: a heading and what `inner` draws, whole pages as a blog has them."""

    def markup(members: Sequence[Member]) -> str:
        drawn = (tag("h3", text(m.nom)) + inner(n, m) for n, m in enumerate(members))
        return wordpress("\n".join(f'<div class="bloc">{card}</div>' for card in drawn))

    return markup


def _flat(inner: Inner) -> Markup:
    """The same, nothing around a member."""

    def markup(members: Sequence[Member]) -> str:
        return builder("\n".join(tag("h4", text(m.nom)) + inner(n, m) for n, m in enumerate(members)))

    return markup


def _bare(inner: Inner) -> Markup:
    """Paragraphs only: the name is one as well."""

    def markup(members: Sequence[Member]) -> str:
        return wordpress("\n".join(tag("p", text(m.nom)) + inner(n, m) for n, m in enumerate(members)))

    return markup


def _broken(inner: Inner) -> Markup:
    """One paragraph a member, a line end between its parts."""

    def markup(members: Sequence[Member]) -> str:
        drawn = (tag("p", text(m.nom)) + inner(n, m) for n, m in enumerate(members))
        return bootstrap("\n".join(block.replace("</p><p>", "<br>") for block in drawn))

    return markup


def _p(*parts: str) -> str:
    return "".join(tag("p", part) for part in parts)


def _upper_country(_: int, m: Member) -> str:
    return _p(m.rue, m.town and f"{m.town} - FRANCE", m.telephone)


def _country_in_brackets(_: int, m: Member) -> str:
    return _p(lines(m.rue, m.town and f"{m.town} (France)"), m.telephone)


def _country_on_its_line(_: int, m: Member) -> str:
    return _p(lines(m.rue, m.town, m.town and "FRANCE", m.telephone))


def _coordinates(n: int, m: Member) -> str:
    return _p(m.line, f"GPS : 45.{76010 + n}, 4.{86000 + n}", m.telephone)


def _decimal_coordinates(n: int, m: Member) -> str:
    return _p(m.line, f"Lat. 48,85{n}31 – Long. 2,35{n}12", m.telephone)


def _metro(n: int, m: Member) -> str:
    return _p(m.line, f"À {3 + n}00 m du métro Gare du Nord", m.telephone)


def _since(n: int, m: Member) -> str:
    return _p(f"Membre depuis {2012 + n}", m.line, m.telephone)


def _phone_first(_: int, m: Member) -> str:
    return _p(m.telephone and f"Tél. {national(m.telephone)}", m.line)


def _phones_and_fax(_: int, m: Member) -> str:
    phones = m.telephone and f"Tél. : {national(m.telephone)} / Fax : 04 65 71 99 99"
    return _p(lines(m.line, phones))


def _mail_words(n: int, m: Member) -> str:
    return _p(m.line, f"contact [at] membre-{n} [point] example", m.telephone)


def _mail_arobase(n: int, m: Member) -> str:
    return _p(lines(m.line, f"contact (arobase) membre-{n}.example", m.telephone))


def _mail_protected(n: int, m: Member) -> str:
    hidden = (
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="a{n}f1">[email&#160;protected]</a>'
    )
    return _p(m.line, hidden, m.telephone)


def _siret(n: int, m: Member) -> str:
    return _p(m.line, f"SIRET : 482 265 60{n} 00012", f"RCS Lyon B 482 265 60{n}", m.telephone)


def _siret_joined(n: int, m: Member) -> str:
    return _p(f"SIRET 4822656{n}100012 – APE 8891A", m.line, m.telephone)


def _families(n: int, m: Member) -> str:
    return _p(m.line, f"{12 + n}000 familles accueillies depuis l’ouverture", m.telephone)


def _capital_families(n: int, m: Member) -> str:
    return _p(m.line, f"{12 + n}000 Familles accueillies", m.telephone)


def _capital(n: int, m: Member) -> str:
    return _p(m.line, f"Scic SARL au capital de {15 + n}000 Euros", m.telephone)


def _shares(n: int, m: Member) -> str:
    return _p(f"Scop SA – capital variable {20 + n}100 €", m.line, m.telephone)


def _three_lines(_: int, m: Member) -> str:
    return _p(lines(m.rue, m.code_postal, m.ville)) + _p(m.telephone)


def _typographic(_: int, m: Member) -> str:
    phone = m.telephone and f"Tél.&nbsp;:&nbsp;{national(m.telephone).replace(' ', '&#8239;')}"
    return _p(lines(m.rue.replace(" ", "\u00a0", 1), m.town.replace(" ", "\u2009"), phone))


def _dotted_phone(_: int, m: Member) -> str:
    return _p(lines(m.line, m.telephone and "T. " + national(m.telephone).replace(" ", ".")))


def _director_line(n: int, m: Member) -> str:
    return _p(m.line, f"{PERSONS[n % 6]}, directrice", m.telephone)


def _referent(n: int, m: Member) -> str:
    return _p(f"Référente technique : {PERSONS[n % 6]}", m.line, m.telephone)


def _civility(n: int, m: Member) -> str:
    return _p(f"Mme {PERSONS[n % 6]}", m.line, m.telephone)


def _person_with_mobile(n: int, m: Member) -> str:
    return _p(m.line, f"{PERSONS[n % 6]} – {MOBILES[n % 6]}", m.telephone)


def _person_alone(n: int, m: Member) -> str:
    return _p(m.line, PERSONS[n % 6], m.telephone)


def _person_before_address(n: int, m: Member) -> str:
    return _p(PERSONS[n % 6], m.line, m.telephone)


def _attention(n: int, m: Member) -> str:
    return _p(lines(f"À l’attention de {PERSONS[n % 6]}", m.rue, m.town, m.telephone))


def _badge(n: int, m: Member) -> str:
    return f'<span class="badge">{("Scop", "Scic")[n % 2]}</span>' + _p(m.line, m.telephone)


def _quote(n: int, m: Member) -> str:
    said = "<blockquote>« Ici, chaque enfant va à son pas. »</blockquote>"
    return _p(m.line, m.telephone) + (said if n % 2 else "")


def _icons(_: int, m: Member) -> str:
    phone = m.telephone and f'<i class="fa fa-phone"></i> {m.telephone}'
    return tag("p", m.line and f'<i class="fa fa-map-marker"></i> {m.line}') + tag("p", phone)


def _emoji(_: int, m: Member) -> str:
    return _p(m.line and f"📍 {m.line}", m.telephone and f"📞 {m.telephone}")


def _address_link(_: int, m: Member) -> str:
    call = m.telephone and f'<a href="tel:{compact(m.telephone)}">{national(m.telephone)}</a>'
    return (m.line and f'<p><a href="https://maps.example/">{m.line}</a></p>') + tag("p", call)


_INNERS: tuple[Inner, ...] = (
    _upper_country,
    _country_in_brackets,
    _country_on_its_line,
    _coordinates,
    _decimal_coordinates,
    _metro,
    _since,
    _phone_first,
    _phones_and_fax,
    _mail_words,
    _mail_arobase,
    _mail_protected,
    _siret,
    _siret_joined,
    _families,
    _capital_families,
    _capital,
    _shares,
    _three_lines,
    _typographic,
    _dotted_phone,
    _director_line,
    _referent,
    _civility,
    _person_with_mobile,
    _person_alone,
    _person_before_address,
    _attention,
    _badge,
    _quote,
    _icons,
    _emoji,
    _address_link,
)

LINES: dict[str, Markup] = {}
for _inner in _INNERS:
    LINES[f"{_inner.__name__[1:]}_in_cards"] = _cards(_inner)
    LINES[f"{_inner.__name__[1:]}_flat"] = _flat(_inner)
    LINES[f"{_inner.__name__[1:]}_bare"] = _bare(_inner)
    LINES[f"{_inner.__name__[1:]}_broken"] = _broken(_inner)
