"""A page that gives an operator a form which the register's category excludes."""

from flows.identify.fuse.mentions import Mention
from schemas.records import Anomaly
from sources.legal_categories import LegalCategory


def contradicted(nom: str, law: LegalCategory, register: Mention, page: Mention) -> Anomaly:
    """A word on it: a doubt where the register knows an association, for then it may be no cooperative at all."""
    said = f"{law.code} ({law.libelle})"
    return Anomaly(
        code="forme_contredite",
        gravite="doute" if law.forme == "ASSOCIATION" else "avertissement",
        source=page["source"],
        id=register["id"],
        champ="forme",
        valeur=page["forme"],
        message_fr=f"{nom} : {register['source']} porte la catégorie {said}, {page['source']} dit {page['forme']}."
        " Le registre l'emporte ; à vérifier.",
        message_en=f"{nom}: {register['source']} has the category {said}, {page['source']} says {page['forme']}."
        " The register's word stands: please check.",
    )
