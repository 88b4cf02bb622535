"""Names of plain words are cleaned at a glance: what is left is what every pattern leaves; nothing is kept afterwards."""

from hypothesis import given
from hypothesis import strategies as st

from flows.identify.compare.core_words import CATEGORIES, IN_PHRASES, PHRASES, SERVICES, STEMS
from flows.identify.compare.cores import core, written
from flows.identify.compare.kept import forget
from flows.identify.compare.own_words import own, own_any

WORDS = (
    *(
        "creche creches microcreche micro multi accueil multiaccueil halte garderie haltegarderie jeux haltejeux mam mams".split()
    ),
    *(
        "maison d des assistantes dassistantes maternelles laep lieu enfants et parents rpe ram rampe ripe relais".split()
    ),
    *(
        "familiale familiaux jardin eveil municipale intercommunale parentale petite enfance de la jeunes jeune enfant".split()
    ),
    *(
        "collectif inter entreprises a but non lucratif capital variable responsabilite limitee par actions simplifiee".split()
    ),
    *(
        "interet ouvriere production participatives anonyme loi du 1er juillet 1901 nom donne services structures".split()
    ),
    *("lutins les loups 2 759 b ii deux ter scop".split()),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


@given(TEXTS)
def test_a_name_at_a_glance_is_what_the_long_way_leaves(text: str) -> None:
    assert own(text) == own_any(text)


@given(TEXTS)
def test_a_pattern_fits_no_text_without_a_word_that_tells_it(text: str) -> None:
    if PHRASES.search(text):
        assert not IN_PHRASES.isdisjoint(text.split())
    for name, pattern in (*CATEGORIES.items(), *SERVICES.items()):
        if name in STEMS and pattern.search(text):
            assert any(stem.split()[-1] in text for stem in STEMS[name])


def test_what_was_kept_of_names_is_dropped_and_found_again() -> None:
    before = core("Les Lutins")
    assert core("Les Lutins") is before
    forget()
    assert written.cache_info().currsize == 0
    assert core("Les Lutins") is not before and core("Les Lutins").words == before.words
