"""What is said of a run names nobody and holds no contact."""

from pathlib import Path

import pytest

from flows.caller import Caller
from flows.options import Options
from flows.outcome import Outcome
from flows.running.sayable import LONGEST, sayable
from flows.running.todo import commands_in
from flows.running.told import readable
from schemas.errors import Refused
from tests.flows.watched_runs import folders, watched

MOBILE, NAME, MAILBOX = "06 39 98 00 01", "Exemple Anne", "prenom.nom@exemple.fr"


@pytest.mark.parametrize(
    "secret", [MOBILE, "0639980001", "+33 6 39 98 00 01", MAILBOX, "prenom.nom [at] exemple.fr", f"Mme {NAME}"]
)
def test_contacts_and_people_are_taken_out(secret: str) -> None:
    said = sayable(f"pope: the page says {secret}, which is no list.\nNext: creches release")
    assert secret not in said and NAME not in said and said.endswith("\nNext: creches release")


@pytest.mark.parametrize(
    "text",
    [
        "output: another run holds it (process 12345: creches release). Wait for it to end, or choose another --output.",
        "--as-of 2026-11-20 is before the newest release (2026-11-22): a release never goes back in time.",
        "No connection: https://coop-petite-enfance.fr/: it sent nothing for 30 s. Try again later.",
        'Lost 50 % (limit 10 %).\n- creches gate acknowledge baisse --source pope --days 14 --reason "…"',
        "Bottines et Botillons Services, 12 rue Madame, 69006 Lyon: 24 places.",
    ],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert sayable(text) == text


def test_what_does_not_print_is_blank_and_what_is_long_is_cut() -> None:
    assert sayable("a\x1b[31mb\u202e") == "a [31mb "
    assert len(sayable("a b " * LONGEST)) == LONGEST + 1


def test_nothing_withheld_is_in_any_file_of_a_run(tmp_path: Path) -> None:
    def walk(options: Options, call: Caller) -> Outcome:
        call("lire:pope", lambda: None)

        def step() -> None:
            raise Refused(f"pope: Mme {NAME}, {MOBILE}, {MAILBOX} is no list.\n- {MOBILE}\n- Mme {NAME}")

        call("valider", step)
        raise AssertionError

    with pytest.raises(Refused):
        watched(tmp_path / "output", walk=walk)
    written = {path.name: path.read_text() for path in folders(tmp_path / "output")[-1].iterdir()}
    assert written.keys() == {"journal.jsonl", "report.json", "report.md", "rapport.md"}
    for text in written.values():
        assert "pope" in text and not any(secret in text for secret in (MOBILE, NAME, MAILBOX, "Anne"))


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Next: creches release --offline, or wait.", ["creches release --offline"]),
        ("it was put there; run `creches release`.", ["creches release"]),
        ("give another. `creches keys new FILE` makes a key", ["creches keys new"]),
        (
            'look: creches gate acknowledge fin --days 14 --reason "…" or mend',
            ['creches gate acknowledge fin --days 14 --reason "…"'],
        ),
        ("the creches of Lyon, creches cooperatives", []),
    ],
)
def test_the_commands_that_a_message_names_are_found(text: str, commands: list[str]) -> None:
    assert commands_in(text) == commands


@pytest.mark.parametrize(
    "text",
    [
        "(12 places au plus)",
        "Crèche d'Évry : 3-4 ans",
        "https://a.fr/b_c?d=1&e=2",
        "statut_juridique + forme",
        "à 5 % !",
    ],
)
def test_a_plain_line_of_a_report_reads_as_it_is(text: str) -> None:
    assert readable(text, 300) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](http://x)", r"\[a\](http://x)"),
        ("![](http://x/y.png)", r"!\[\](http://x/y.png)"),
        ("<script>1</script>", r"\<script>1\</script>"),
        ("# titre\n- liste", r"\# titre - liste"),
        ("1. un", r"1\. un"),
        ("| a | `b` **c** \\", r"\| a \| \`b\` \*\*c\*\* \\"),
        ("@untel", "&#64;untel"),
        ("a" * 400, "a" * 300 + "…"),
    ],
)
def test_a_line_of_a_report_does_nothing(text: str, shown: str) -> None:
    assert readable(text, 300) == shown
