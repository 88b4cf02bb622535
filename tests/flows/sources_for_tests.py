"""A source's descriptor, small enough to read in a test."""

from collections.abc import Mapping, Sequence

from schemas.records import Source


def source(corrections: Sequence[Mapping[str, str]] = (), noms_connus: Sequence[str] = ()) -> Source:
    """A descriptor that holds only what normalising reads."""
    return Source(
        id="liste_fictive",
        titre="Liste fictive",
        editeur="Réseau fictif",
        url="https://reseau.example.fr/",
        licence="faits",
        licence_url="",
        attribution="Réseau fictif",
        base_legale="faits",
        revue_le="2026-11-01",
        classe="premiere_main",
        cadence_jours=30,
        lecteur="liste_fictive",
        attentes={},
        lecture={"noms_connus": list(noms_connus)},
        corrections=tuple(corrections),
    )
