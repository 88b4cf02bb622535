"""A breach that a person let pass, for a time: a committed line, read strictly, told wherever it counts, and outlived."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from flows import clock, gate
from flows.cli import gate as cli
from flows.gate import BREACHES, Acknowledgement, left_over
from flows.gate.acknowledgements import COLUMNS, LONGEST_DAYS, acknowledged, read_acknowledgements
from flows.gate.limits import LIMITS
from schemas.errors import UsageError
from tests.flows.cut_short import FIVE, LATER, NEXT
from tests.flows.gate_tables import CONTACT, DAY, of
from tests.flows.runs import row_of, run_members
from tests.flows.test_gate_sources import ID
from tests.pages.members import MEMBERS

HEADER = ",".join(COLUMNS)
GOOD = "retraits,,40,Un réseau a fermé.,https://reseau.example/fermeture,2026-11-29,2026-12-13"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of acknowledgements of a test, on a day that does not pass."""
    path = tmp_path / "acquittements.csv"
    path.write_text(f"{HEADER}\n")
    monkeypatch.setenv("CRECHES_ACKNOWLEDGEMENTS", str(path))
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return path


def creches(command: str) -> None:
    """What a message tells a person to type, `creches gate …`, is typed."""
    words = shlex.split(command)
    assert words[:2] == ["creches", "gate"]
    cli.app(words[2:], standalone_mode=False)


def line(**other: str) -> Acknowledgement:
    made = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    return Acknowledgement(**{**made, **other})


# The file


def test_the_projects_own_file_is_there_and_sound() -> None:
    from flows.gate.acknowledge import acknowledgements_path

    assert read_acknowledgements(acknowledgements_path()) == []


def test_a_good_line_is_read(file: Path) -> None:
    file.write_text(f"{HEADER}\n{GOOD}\n")
    assert read_acknowledgements(file) == [line()]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("inconnue,,,Page bien vue.,,2026-11-29,2026-12-13", "gate is none of"),
        ("vie_privee,,,Page bien vue.,,2026-11-29,2026-12-13", "can be acknowledged by nobody"),
        ("licences,,,Page bien vue.,,2026-11-29,2026-12-13", "can be acknowledged by nobody"),
        ("retraits,,,,,2026-11-29,2026-12-13", "raison is empty"),
        ("retraits,,,Page bien vue.,,29/11/2026,2026-12-13", "le is no day"),
        ("retraits,,,Page bien vue.,,2026-11-29,", "expire is no day"),
        ("retraits,,,Page bien vue.,,2026-11-29,2026-11-28", "not within 90 days"),
        ("retraits,,,Page bien vue.,,2026-11-29,2027-02-28", "not within 90 days"),
        ("retraits,,,Page bien vue.,javascript:alert(1),2026-11-29,2026-12-13", "no http(s) address"),
        ("retraits,,,=1+1,,2026-11-29,2026-12-13", "formula"),
        ("retraits,,,Appeler le 06 39 98 00 01.,,2026-11-29,2026-12-13", "mobile number or a mailbox"),
        ("retraits,,,Demander à a.b@" + "gmail.com.,,2026-11-29,2026-12-13", "mobile number or a mailbox"),
        ("retraits,,,Page bien vue.,2026-11-29,2026-12-13", "has 6 cells, not 7"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_why_and_nothing_personal_is_repeated(
    file: Path, bad: str, why: str
) -> None:
    file.write_text(f"{HEADER}\n{GOOD}\n{bad}\n")
    with pytest.raises(UsageError) as refusal:
        read_acknowledgements(file)
    told = str(refusal.value)
    assert "line 3" in told and why in told and str(file) in told
    assert not any(secret in told for secret in ("39 98", "a.b@"))


def test_ninety_days_are_the_longest_and_two_lines_about_one_breach_are_refused(file: Path) -> None:
    assert LONGEST_DAYS == 90
    file.write_text(f"{HEADER}\nretraits,,,Page bien vue.,,2026-11-29,2027-02-27\n")
    assert len(read_acknowledgements(file)) == 1
    file.write_text(f"{HEADER}\n{GOOD}\n{GOOD}\n")
    with pytest.raises(UsageError, match="line 3: retraits 40 has two decisions, the other on line 2"):
        read_acknowledgements(file)


@pytest.mark.parametrize("text", ["", "gate,source\n", None])
def test_a_file_that_is_missing_or_another_stops_the_run_before_it_begins(
    output: Path, file: Path, text: str | None
) -> None:
    file.unlink() if text is None else file.write_text(text)
    with pytest.raises(UsageError, match="acquittements"):
        run_members(output, MEMBERS, NEXT)


# What it lets pass


@pytest.mark.parametrize("day", ["2026-11-28", "2026-11-29", "2026-12-13", "2026-12-14"])
def test_it_counts_from_its_first_day_to_its_last(day: str) -> None:
    passes = "2026-11-29" <= day <= "2026-12-13"
    told = gate.verdicts(of(0), of(20), CONTACT, [line()], day)
    (verdict,) = [one for one in told if one.gate == "retraits"]
    assert verdict.ruling == ("acquitte" if passes else "refus")
    assert verdict.acknowledged == ("2026-12-13 : Un réseau a fermé." if passes else "")


@pytest.mark.parametrize(
    ("other", "passes"),
    [
        ({}, True),
        ({"subject": ""}, True),
        ({"subject": "38"}, False),
        ({"source": "pope"}, False),
        ({"gate": "ajouts"}, False),
    ],
)
def test_it_is_about_one_breach_and_a_worse_one_is_another(other: dict[str, str], passes: bool) -> None:
    found = gate.verdicts(of(0), of(20), CONTACT, [line(**other)], DAY)
    assert ("retraits" in {one.gate for one in gate.breaches(found)}) is not passes


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if not limit.may_pass])
def test_no_line_lets_pass_what_nobody_may(name: str) -> None:
    found = gate.verdicts(of(0), {}, CONTACT)
    broken = [gate.ruled(name, 1, 0)] + [one for one in found if one.gate == name]
    told = acknowledged(broken, [line(gate=name, subject="")], DAY)
    assert "acquitte" not in {one.ruling for one in told}


def test_lines_that_have_expired_or_that_nothing_needs_are_told_and_stop_nothing() -> None:
    lines = [line(), line(gate="ajouts"), line(gate="renommages", le="2026-11-01", expire="2026-11-02")]
    found = gate.verdicts(of(0), of(20), CONTACT, lines, DAY)
    told = left_over(lines, found, DAY)
    assert (told.ruling, told.measured) == ("averti", "2")
    assert "ajouts 40 (nothing to acknowledge)" in told.message_en
    assert "renommages 40 (expiré le 2026-11-02)" in told.message_fr
    assert left_over([], found, DAY).ruling == "ok"


# Through whole runs


def test_a_held_source_is_let_pass_by_the_command_that_its_message_ends_with(
    nine: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = nine
    held = run_members(output, FIVE, NEXT)
    command = held.stale[ID][held.stale[ID].index("creches gate") :].replace("…", "Quatre départs annoncés.")
    creches(command)
    assert "2026-12-13" in capsys.readouterr().out and file.read_text().count("\n") == 2

    result = run_members(output, FIVE, LATER)
    assert (result.result, result.exit_code) == ("published", 0)
    (verdict,) = [one for one in result.gates if one.ruling == "acquitte"]
    assert (verdict.gate, verdict.source, verdict.acknowledged) == (
        "baisse", ID, "2026-12-13 : Quatre départs annoncés.",
    )  # fmt: skip
    assert row_of(output, MEMBERS[5].nom)["statut"] == "non_confirme"
    told = json.loads((output / "latest" / "qualite.json").read_text())["gates"]
    assert [one["ruling"] for one in told if one["gate"] == "baisse" and one["source"] == ID] == ["acquitte"]

    again = run_members(output, FIVE, "2026-12-20")
    assert [one.gate for one in again.gates] == ["acquittements"] and again.exit_code == 0
    assert "expired on 2026-12-13" in again.gates[0].message_en


# The commands


def test_the_gates_are_listed_with_their_limits_and_reasons(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.app(["list", "--json"], standalone_mode=False)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [row["gate"] for row in told["gates"]] == list(LIMITS)
    assert all(row["reason"] and row["limit"] for row in told["gates"]) and told["acknowledged"] == []
    file.write_text(f"{HEADER}\n{GOOD}\n")
    cli.app(["list"], standalone_mode=False)
    out = capsys.readouterr().out
    assert "acknowledged until 2026-12-13: retraits 40: Un réseau a fermé." in out
    assert all(name in out for name in LIMITS)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("nulle --reason 'Bien vu'", "gate is none of"),
        ("vie_privee --reason 'Bien vu'", "acknowledged by nobody"),
        ("baisse --reason 'Bien vu'", "add --source"),
        ("baisse --source nulle --reason 'Bien vu'", "none of the sources"),
        ("retraits --reason ' '", "raison is empty"),
        ("retraits --reason …", "does not say why"),
        ("retraits --reason '… …'", "does not say why"),
        ("retraits --reason ok", "does not say why"),
        ("retraits --days 91 --reason 'Bien vu'", "1 to 90 days"),
        ("retraits --days 0 --reason 'Bien vu'", "1 to 90 days"),
        ("retraits --reason 'Voir 06 39 98 00 01'", "mobile number"),
        ("retraits --evidence x --reason 'Bien vu'", "no http"),
    ],
)
def test_an_acknowledgement_that_cannot_be_is_not_written(file: Path, asked: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refusal:
        creches(f"creches gate acknowledge {asked}")
    assert refusal.value.exit_code == 2 and file.read_text() == f"{HEADER}\n"


def test_a_new_line_replaces_one_about_the_same_and_the_file_stays_sorted(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    creches("creches gate acknowledge retraits --subject 4 --reason 'Motif Un'")
    capsys.readouterr()
    creches("creches gate acknowledge ajouts --subject 30 --reason 'Motif Deux' --json")
    assert json.loads(capsys.readouterr().out)["acknowledged"]["expire"] == "2026-12-13"
    creches("creches gate acknowledge retraits --subject 4 --days 90 --reason 'Motif Trois'")
    assert file.read_text().splitlines() == [
        HEADER,
        "ajouts,,30,Motif Deux,,2026-11-29,2026-12-13",
        "retraits,,4,Motif Trois,,2026-11-29,2027-02-27",
    ]


def test_every_breach_that_may_pass_has_a_command_that_the_command_line_understands(file: Path) -> None:
    for name, limit in LIMITS.items():
        verdict = gate.ruled(name, 1000, 1000, source=ID if limit.scope == "source" else "", subject="a b'c")
        told = gate.with_command(verdict)
        assert ("creches gate acknowledge" in told) is limit.may_pass
        if limit.may_pass and verdict.ruling in BREACHES:
            creches(told[told.index("creches gate") :].replace("…", "Page bien vue."))
    assert len(read_acknowledgements(file)) == sum(limit.may_pass for limit in LIMITS.values())
