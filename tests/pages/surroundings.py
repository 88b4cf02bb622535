"""All that stands around the member list: head, menu, prose, footer, banners and scripts, in four themes.

The prose is ours; it states the same facts as the network's page does. The footer's address and phone are invented.
"""

from tests.pages.members import lines, tag, text

LISTING_TITLE = "Localisation des coop petite enfance"
OTHER_TITLE = "Nos coopératives membres"
NETWORK_STREET = "17 rue des Tilleuls"
NETWORK_TOWN = "69100 Villeurbanne"
NETWORK_POSTCODE = "69100"
NETWORK_PHONE = "04 65 71 10 20"

Section = tuple[str, tuple[str, ...]]

BEFORE: tuple[Section, ...] = (
    ("Qui sommes-nous ?", ()),
    (
        "Notre réseau",
        (
            "Coop Petite Enfance est une Scic. Nous rassemblons des crèches qui appartiennent à celles et ceux qui y "
            "travaillent, aux familles et aux territoires.",
            "Le réseau a été créé en 2017 par 8 Scop et Scic de l’accueil du jeune enfant. Il vit de l’entraide entre "
            "équipes et du lien avec les autres coopératives.",
        ),
    ),
)
AFTER: tuple[Section, ...] = (
    (
        "Nos missions",
        (
            "Parler d’une seule voix : à côté de la FFEC, de l’UNIOPS et de l’ACEPP, nos crèches portent ensemble leur "
            "statut auprès des communes, des entreprises et de la CAF.",
            "Échanger : chaque trimestre, les équipes comparent leurs pratiques, leurs achats et leurs formations.",
            "Essaimer : nous aidons les collectivités et les parents qui veulent ouvrir une crèche coopérative.",
        ),
    ),
    (
        "Notre histoire",
        (
            "Tout est parti d’une enquête voulue par l’URSCOP Rhône-Alpes chez les gestionnaires de crèches.",
            "En 2016, des juristes, des salariés et des porteurs de projet se sont réunis ; la Scic est née un an "
            "après, en 2017.",
        ),
    ),
    (
        "Avec les autres coopératives",
        (
            "La Confédération générale des Scop (CG Scop) parle pour les coopératives devant l’État et l’Europe. Elle "
            "s’appuie sur 9 unions régionales ainsi que 3 fédérations de métier : le BTP, la communication et "
            "l’industrie.",
        ),
    ),
)

_MENU = ("Accueil", "Qui sommes-nous ?", "Nos crèches", "Créer sa crèche", "Actualités", "Contact")
_COOKIES = (
    '<div id="cookie-law" class="cookie-banner" role="dialog" aria-live="polite"><p>Ce site dépose des cookies pour '
    "mesurer son audience. Vous pouvez changer d’avis à tout moment.</p><button>Tout accepter</button>"
    '<button>Tout refuser</button> <a href="/cookies/">Personnaliser</a></div>'
)
_SCRIPTS = (
    '<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag("js",new Date());'
    '</script>\n<script>var siteSettings = {"ajax_url":"\\/wp-admin\\/admin-ajax.php","lang":"fr_FR","menu":[{"name":'
    '"Accueil","url":"\\/"},{"name":"Contact","url":"\\/contact\\/"}],"zoom":6};</script>\n'
    '<script src="/assets/site.min.js?ver=6.4.2" defer></script>'
)
PUBLISHER = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Organization","name":"Coop Petite '
    'Enfance","url":"https://reseau.example/","address":{"@type":"PostalAddress","streetAddress":"17 rue des Tilleuls",'
    '"postalCode":"69100","addressLocality":"Villeurbanne","addressCountry":"FR"},"telephone":"+33 4 65 71 10 20"}'
    "</script>"
)


def prose(sections: tuple[Section, ...], heading: str = "h2") -> str:
    """The sections as headings and paragraphs; the page's own title is an h1."""
    html = ""
    for title, paragraphs in sections:
        level = "h1" if title == BEFORE[0][0] else heading
        html += tag(level, text(title)) + "\n" + "".join(tag("p", text(p)) + "\n" for p in paragraphs)
    return html


def head(extra: str = "", charset: str = "utf-8") -> str:
    """What a browser needs before the body."""
    return (
        f'<head>\n<meta charset="{charset}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Qui sommes-nous ? – Coop Petite Enfance</title>\n"
        '<meta name="description" content="Le réseau des crèches coopératives">\n'
        '<link rel="stylesheet" href="/assets/style.css">\n<style>.card{border:1px solid #ddd}.hidden{display:none}'
        f"</style>\n{extra}</head>\n"
    )


def menu() -> str:
    """The navigation list, as every theme has one."""
    items = "".join(f'<li class="menu-item"><a href="#">{text(label)}</a></li>' for label in _MENU)
    return f'<nav class="main-navigation" aria-label="Menu principal"><ul id="menu">{items}</ul></nav>\n'


def wordpress(listing: str, *, title: str = LISTING_TITLE, extra_head: str = "", heading: str = "h2") -> str:
    """A blog theme: publisher in JSON-LD, hero, article, footer widgets."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr-FR">\n{head(PUBLISHER + extra_head)}'
        f'<body class="page-template page-id-12">\n<a class="skip-link" href="#content">Aller au contenu</a>\n'
        f'<header id="masthead"><p class="site-title"><a href="/">Coop Petite Enfance</a></p>{menu()}</header>\n'
        '<section class="hero"><p class="hero-title">Les crèches qui appartiennent à leurs équipes</p>'
        '<a class="button" href="/contact/">Nous rejoindre</a></section>\n'
        f'<main id="content"><article class="entry-content">\n{prose(BEFORE, heading)}'
        f"<{heading}>{text(title)}</{heading}>\n{listing}\n{prose(AFTER, heading)}</article></main>\n"
        '<footer id="colophon" class="site-footer"><div class="widget"><h4>Nous contacter</h4>'
        f"<p>Coop Petite Enfance<br>{NETWORK_STREET}<br>{NETWORK_TOWN}</p>"
        f'<p><a href="tel:+33465711020">{NETWORK_PHONE}</a></p></div>'
        '<div class="widget"><h4>Liens</h4><ul><li>Mentions légales</li><li>Plan du site</li></ul></div></footer>\n'
        f"{_COOKIES}\n{_SCRIPTS}\n</body>\n</html>\n"
    )


def bootstrap(listing: str, *, title: str = "Où nous trouver ?", scripts: str = "", heading: str = "h2") -> str:
    """A hand-made site on a grid: sections, containers, a footer on one line."""
    return (
        f'<!doctype html>\n<html lang="fr">\n{head()}<body>\n<div class="navbar">{menu()}</div>\n'
        '<div class="jumbotron"><div class="container"><span class="display-4">Grandir ensemble</span></div></div>\n'
        f'<section class="py-5"><div class="container">\n{prose(BEFORE, heading)}</div></section>\n'
        f'<section class="py-5 bg-light"><div class="container">\n<{heading} class="mb-4">{text(title)}</{heading}>\n'
        f'{listing}\n</div></section>\n<section class="py-5"><div class="container">\n{prose(AFTER, heading)}</div>'
        '</section>\n<footer class="footer"><div class="container"><small>© 2026 Coop Petite Enfance – '
        f"{NETWORK_STREET} – {NETWORK_TOWN} – Tél. {NETWORK_PHONE}</small></div></footer>\n"
        f"{_COOKIES}\n{scripts}\n{_SCRIPTS}\n</body>\n</html>\n"
    )


def builder(listing: str, *, title: str = OTHER_TITLE) -> str:
    """A page builder: no semantic element at all, everything is a div."""
    body = f"{prose(BEFORE, 'h3')}<h3>{text(title)}</h3>\n{listing}\n{prose(AFTER, 'h3')}"
    contact = lines("Coop Petite Enfance", NETWORK_STREET, NETWORK_TOWN, f"Téléphone : {NETWORK_PHONE}")
    return (
        f'<!DOCTYPE html>\n<html lang="fr">\n{head()}<body>\n<div id="page"><div class="header">{menu()}</div>\n'
        f'<div class="row-3"><div class="col-7">{body}</div></div>\n<div id="footer" class="footer" role="contentinfo">'
        f'<div class="col-9">{contact}</div><div>Site réalisé par une coopérative du numérique</div></div></div>\n'
        f"{_COOKIES}\n{_SCRIPTS}\n</body>\n</html>\n"
    )


def old(listing: str, *, title: str = OTHER_TITLE, charset: str = "iso-8859-1") -> str:
    """A page of the nineties: tables, fonts, upper-case tags; every tag closed by hand or not at all."""
    body = prose(BEFORE, "h3") + f"<h3>{text(title)}</h3>\n{listing}\n" + prose(AFTER, "h3")
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<HTML>\n<HEAD>\n'
        f'<META http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        '<TITLE>Qui sommes-nous ?</TITLE>\n</HEAD>\n<BODY bgcolor="#ffffff">\n'
        '<TABLE width="100%" border="0"><TR><TD width="150" valign="top"><FONT size="2"><A href="index.htm">Accueil</A>'
        f'<BR><A href="contact.htm">Contact</A></FONT></TD><TD>\n{body}</TD></TR></TABLE>\n<HR>\n'
        f'<CENTER><FONT size="1">Coop Petite Enfance - {NETWORK_STREET} - {NETWORK_TOWN} - {NETWORK_PHONE}</FONT>'
        "</CENTER>\n</BODY>\n</HTML>\n"
    )


def plain(listing: str, *, title: str = LISTING_TITLE, gap: str = "\n\n", footer: bool = False) -> str:
    """The page's text as saved from a browser; `gap` stands between two blocks."""
    blocks = [part for section, paragraphs in BEFORE for part in (section, *paragraphs)]
    blocks += [title, listing]
    blocks += [part for section, paragraphs in AFTER for part in (section, *paragraphs)]
    if footer:
        blocks += ["Mentions légales", f"Coop Petite Enfance, {NETWORK_STREET}, {NETWORK_TOWN} - {NETWORK_PHONE}"]
    return gap.join(blocks) + "\n"
