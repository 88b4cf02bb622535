"""Text that is set aside rather than escaped, and good French that is not."""

import pytest

from flows.safety import LONGEST, REASONS, hazard


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("=1+1", "formule"),
        ("+33 crèche", "formule"),
        ("-1", "formule"),
        ("@somme", "formule"),
        ("＝1+1", "formule"),
        ("＋1", "formule"),
        ("－1", "formule"),
        ("＠a", "formule"),
        (" \u200b=1+1", "formule"),
        ("\t=1", "controle"),
        ("a\x00b", "controle"),
        ("a\x1b[31mb", "controle"),
        ("a\u202eb", "bidi"),
        ("a\u2066b", "bidi"),
        ("Cr\ufffdche", "illisible"),
        ("a\ud800", "illisible"),
        ("a\ue000", "illisible"),
        ("CrÃ¨che", "mojibake"),
        ("CRÃˆCHE", "mojibake"),
        ("lâ€™Ã®le", "mojibake"),
        ("voilÃ\u00a0", "mojibake"),
        ("Å“ufs", "mojibake"),
        ("<script>alert(1)</script>", "html"),
        ("a<b", "html"),
        ("Cr&egrave;che", "html"),
        ("&#233;toile", "html"),
        ("a" * (LONGEST + 1), "longueur"),
    ],
)
def test_a_dangerous_text_is_named_by_its_danger(text: str, reason: str) -> None:
    assert hazard(text) == reason
    assert all(REASONS[reason])


@pytest.mark.parametrize(
    "good",
    [
        "Crèche Les P'tits Œufs – Saint-Étienne",
        "L’Île-Saint-Denis",
        "Âge tendre & Cie",
        "Mère-grand « Ÿ »",
        "48-50 rue X",
        "A + B = C",
        "L@ Ruche",
        "SÃO Tomé",
        "R&D ; 3 < 4",
        "",
    ],
)
def test_good_french_is_harmless(good: str) -> None:
    assert hazard(good) == ""
