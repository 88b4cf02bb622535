"""The kinds of pages, one file each: what they are about, as values for their template. No HTML here."""

from flows.site.pages import (
    accessibilite,
    accueil,
    changements,
    chiffres,
    confidentialite,
    creche,
    creches,
    departements,
    dictionnaire,
    fichiers,
    initiatives,
    introuvable,
    methode,
    qualite,
    reseaux,
)

EVERY = (
    accueil.pages,
    creches.pages,
    creche.pages,
    departements.pages,
    reseaux.pages,
    initiatives.pages,
    chiffres.pages,
    changements.pages,
    fichiers.pages,
    qualite.pages,
    dictionnaire.pages,
    methode.pages,
    confidentialite.pages,
    accessibilite.pages,
    introuvable.pages,
)
"""What makes them: `pages(shown, words)` gives those of one kind in one language."""
