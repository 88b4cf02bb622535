"""Words of nurseries' names: those that every nursery bears, those that say a service, those that tell two rooms apart."""

import re

ARTICLES = frozenset("a au aux d de des du en et l la le les ma n no numero sur un une".split())
"""Dropped, unless a lone letter ends the name: "Les Lutins A"."""
LEGAL = frozenset(
    "arl ass asso association associations capital coop cooperatif cooperatifs cooperative cooperatives entreprise eurl sa"
    " sarl sas sasu scic scoop scop scoparl snc societe".split()
)
TRADE = frozenset(
    "accueil associative associatif batiment collectif collective creche eaje enfance equipement etablissement garderie"
    " gestion gestionnaire groupe hg halte haltegarderie intercommunal intercommunale interentreprise microcreche multi"
    " multiaccueil municipal municipale parental parentale saef section service site structure unite".split()
)
"""Dropped in the singular: what the trade calls itself, and what stands before the letter of a section."""
PHRASES = re.compile(
    r"\b(?:"
    r"(?:maisons?|poles?|espaces?|centres?|relais) (?:de )?(?:la )?petite enfance|petite enfance"
    r"|(?:etablissements?|structures?|lieux?|espaces?|services?|multi)? ?(?:d )?accueil (?:du |de |des )?jeunes? enfants?"
    r"|accueil collectif|inter entreprises?|a but non lucratif|a capital variable|(?:a )?responsabilite limitee"
    r"|par actions simplifiee|d interet collectif|ouvriere de production|de production|et participatives?"
    r"|anonyme|loi (?:de |du 1er juillet )?1901|nom non donne"
    r")\b"
)
"""Dropped whole."""
IN_PHRASES = frozenset(
    "enfance enfant enfants collectif inter lucratif variable limitee simplifiee production participative participatives"
    " anonyme 1901 donne".split()
)
"""Every text that PHRASES fits holds one of these words."""
PLAIN = frozenset("centre espace lieu maison pole relai".split())
"""Words that one source adds and another leaves out: they alone make no other nursery."""
WEAK = PLAIN | frozenset(
    "bebe eveil enfant famille grand jardin jeune mini moyen parent petit premier tout ville".split()
)
"""A name of nothing but these tells nobody apart."""
COMMON = WEAK | frozenset(
    "abracadabra arlequin babillage babillou baladin bambin bambino barbapapa bateau bidibulle bisou bisounour boite botte brindille"
    " bulle cabane cabriole cacahuete calin caline calinou canaille caneton capucine caramel caravelle carrousel castor"
    " chaperon chat chaton chenapan cherubin chrysalide clairiere coccinelle cocon colibri compagnie compere comptine copain"
    " coquelicot coquin cotillon couleur crapahute crapouillot creatif diablotin doudou douceur ecureuil elfe enchante"
    " enchantee envol epice etoile explorateur farandole farfadet filou flocon fourmiliere frimousse fripon fripouille"
    " galipette galopin girafe gomme gourmandise graine grenadine gribouille grillon gros hippocampe hirondelle kangourou"
    " koala lapin libellule lilliput loulou loupiot lutin magique malice malicieux malin manege marelle maree marmaille"
    " marmotte marmouset matelot matou menestrel merveille micro minipouss minot mirabelle moineau mome mousquetaire mousse"
    " moussaillon myrtille navire nid note nougatine nounou nounour nuage oasi oisillon ourson oursin oursinet papillon"
    " parisien patachon patapon pause peluche pepiniere petiot picoti picota pingouin pirate pirouette pitchou pitchoun"
    " pitchoune plume polisson pomme poucet pouce poulbot poupon pouss pousse poussin prelude puce quenotte rainette reinette"
    " reve ribambelle rigolo rire risette ritournelle ronde roudoudou royaume ruche sablier saperlipopette savon souri sourire"
    " sucette tagada taniere tchoupi tendre titi titounet toboggan toupie tourbillon tournicoti tourniquet trampoline tresor"
    " trottinette turbulette volant zebulon zigzag".split()
)
"""Words that so many nurseries bear that they are nobody's own, though no street is named after them."""
SERVICES = {
    "micro": re.compile(r"\bmicro ?creches?\b"),
    "multi": re.compile(r"\bmulti ?accueils?\b"),
    "halte": re.compile(r"\bhaltes? ?(?:garderies?|jeux)\b"),
    "parentale": re.compile(r"\bparentales?\b"),
    "municipale": re.compile(r"\b(?:inter)?(?:municipales?|communales?)\b"),
}
RIVALS = (frozenset(("micro", "multi", "halte")), frozenset(("parentale", "municipale")))
"""Services that one nursery does not call itself by at the same time."""
CATEGORIES = {
    "mam": re.compile(r"\bmams?\b|\bmaisons? d(?:es)? ?assistant(?:e?s)? maternel(?:le)?s\b"),
    "laep": re.compile(r"\blaep\b|\blieux? d accueil (?:des )?(?:enfants?|parents?) (?:et )?(?:enfants?|parents?)\b"),
    "rpe": re.compile(
        r"\b(?:rpe|ram|rampe|ripe)\b|\brelais (?:(?:de )?(?:la )?petite enfance|(?:d )?assistant(?:e?s)? maternel(?:le)?s)\b"
    ),
    "creche_familiale": re.compile(r"\b(?:creche|accueil) famili(?:ale?|aux)\b"),
    "jardin_enfants": re.compile(r"\bjardins? d (?:enfants|eveil)\b"),
    "creche_collective": re.compile(r"\b(?:micro ?)?creches?\b|\bmulti ?accueils?\b|\bhaltes? ?garderies?\b"),
}
"""What a name says of its category, the first that fits; RAM is what a RPE was called until 2021."""
STEMS = {
    "mam": ("mam", "assistant"),
    "laep": ("laep", "d accueil"),
    "rpe": ("rpe", "ram", "ripe", "relais"),
    "creche_familiale": ("famili",),
    "jardin_enfants": ("jardin",),
    "creche_collective": ("creche", "multi", "halte"),
    "micro": ("micro",),
    "multi": ("multi",),
    "halte": ("halte",),
    "municipale": ("municipale", "communale"),
}
"""What a name that fits a pattern of CATEGORIES or SERVICES surely holds: seen before the pattern is tried. "Parentale"
is no kind of nursery, and stays."""
FORMS = {
    "SCOP": re.compile(r"\b(?:scop|scoop|scoparl)\b"),
    "SCIC": re.compile(r"\bscic\b"),
    "ASSOCIATION": re.compile(r"\b(?:association|asso)\b(?! cooperative)"),
}
FAMILIES = tuple(
    frozenset(words.split())
    for words in (
        "petit moyen grand bebe bambin",
        "nord sud est ouest centre",
        "haut bas",
        "droite gauche",
        "bleu rouge vert jaune orange rose violet blanc",
    )
)
"""Words that tell apart two rooms or sites of one house: Petits and Grands, Nord and Sud."""
NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "bis": "2", "ter": "3"}
"""Roman numbers (alone letters i and v only at the end of a name) and what follows a second nursery's name."""
MASCULINE = {
    **{"petite": "petit", "grande": "grand", "haute": "haut", "basse": "bas", "bleue": "bleu"},
    **{"verte": "vert", "blanche": "blanc", "violette": "violet", "moyenne": "moyen"},
}
"""Words of FAMILIES in the feminine."""
FIGURES = {
    "(?:un|1) (?:deux|2) (?:trois|3)": "123",
    "mille (?:et )?une?": "1001",
    **{word: str(number) for number, word in enumerate("deux trois quatre cinq six sept huit neuf dix".split(), 2)},
}
"""Numbers in words, as patterns -> in figures, in this order."""
