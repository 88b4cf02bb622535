"""What a server answers, often with 200, when it does not answer with the page. Each must be refused."""

from dataclasses import dataclass

from tests.pages.surroundings import bootstrap, wordpress


@dataclass(frozen=True, slots=True)
class Challenge:
    """A body that is not the page, the status and the type it usually comes with."""

    nom: str
    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"


def _small(title: str, body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>\n"
    ).encode()


_WAIT = (
    '<div class="main-wrapper"><h1>coop-petite-enfance.fr</h1><h2>Checking if the site connection is secure</h2>'
    '<form id="challenge-form" action="/?__cf_chl_f_tk=x" method="POST"></form>'
    "<noscript>Enable JavaScript and cookies to continue</noscript><p>Ray ID: 8c69006a93500d</p></div>"
)
_CAPTCHA = (
    "<h1>Êtes-vous un robot ?</h1><p>Nous avons détecté un trafic inhabituel. Cochez la case pour continuer.</p>"
    '<div class="g-recaptcha" data-sitekey="abc"></div>'
)
_DENIED = (
    "<h1>Access Denied</h1><p>You don't have permission to access this resource.</p>"
    "<p>Reference #18.75010.93100.22100</p><p>Incident ID: 84320-69006</p>"
)
_MAINTENANCE = "<h1>Site en maintenance</h1><p>Nous revenons dans quelques minutes. Merci de votre patience.</p>"
_LOGIN = (
    '<h1>Espace adhérent</h1><form method="post"><label>Identifiant <input name="log"></label><label>Mot de passe '
    '<input type="password" name="pwd"></label><button>Se connecter</button></form>'
    '<a href="/lost">Mot de passe perdu ?</a>'
)
_COOKIES = (
    "<h1>Vos choix de confidentialité</h1><p>Pour lire cette page, acceptez les cookies ou abonnez-vous.</p>"
    "<button>Accepter</button><button>S’abonner</button>"
)
_INDEX = (
    '<h1>Index of /qui-sommes-nous</h1><pre><a href="../">../</a>\n<a href="membres.bak">membres.bak</a>   '
    '22-Nov-2025 03:10   75010\n<a href="old/">old/</a>   01-Jan-2024 00:00   -\n</pre>'
)
_PARKED = (
    "<h1>coop-petite-enfance.fr</h1><p>Ce nom de domaine est à vendre.</p><ul><li>Crèche Lyon</li><li>Garde</li></ul>"
)
_LOST = "<p>La page que vous cherchez n’existe pas ou a été déplacée.</p><form><input type='search'></form>"
_NEWS = "<h3>Portes ouvertes</h3><p>Rendez-vous le 12 mars dans toutes nos crèches.</p>"
_EMPTY_APP = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'

CHALLENGES: tuple[Challenge, ...] = (
    Challenge("just_a_moment", _small("Just a moment...", _WAIT), 403),
    Challenge("just_a_moment_with_200", _small("Un instant…", _WAIT)),
    Challenge("captcha", _small("Vérification", _CAPTCHA)),
    Challenge("firewall_denial", _small("Access Denied", _DENIED), 403),
    Challenge("maintenance", _small("Maintenance", _MAINTENANCE), 503),
    Challenge("soft_404", wordpress(_LOST, title="Page introuvable").encode()),
    Challenge("bare_404", _small("404", "<h1>Oups ! Cette page est introuvable.</h1>"), 404),
    Challenge("login_wall", _small("Connexion", _LOGIN)),
    Challenge("empty_body", b""),
    Challenge("blank_body", b"\r\n \n\t\r\n"),
    Challenge("byte_order_mark_only", b"\xef\xbb\xbf"),
    Challenge(
        "json_error",
        b'{"code":"rest_forbidden","message":"Acces refuse","data":{"status":401}}',
        401,
        "application/json",
    ),
    Challenge("json_empty_list", b'{"locations":[],"total":0}', 200, "application/json"),
    Challenge("enable_javascript", _small("Coop Petite Enfance", _EMPTY_APP)),
    Challenge("cookie_wall", _small("Confidentialité", _COOKIES)),
    Challenge("directory_index", _small("Index of /", _INDEX)),
    Challenge("redirect_stub", _small("Redirection", "", '<meta http-equiv="refresh" content="0;url=/accueil/">')),
    Challenge("script_redirect", b"<script>window.location.replace('https://www.example.org/');</script>"),
    Challenge("parked_domain", _small("À vendre", _PARKED)),
    Challenge("database_error", b"Error establishing a database connection", 500, "text/plain"),
    Challenge("another_page_of_the_site", bootstrap(_NEWS, title="Actualités").encode()),
    Challenge("a_picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(64)), 200, "image/png"),
    Challenge(
        "a_pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", 200, "application/pdf"
    ),
    Challenge("gzip_not_decoded", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + bytes(range(200, 255))),
)
