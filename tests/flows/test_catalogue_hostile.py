"""What a page calls itself may hold any sign: no description of a release takes it for its own mark-up."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal
from rdflib.compare import isomorphic

from flows.catalogue.described import described
from flows.catalogue.manifest import Files, Manifest
from flows.catalogue.resources import resources
from flows.formats.measure import measured
from tests.flows.described import manifest_of

HOSTILE = [
    'a | b `c` <script>alert(1)</script> ]]> --> "d" \'e\' """ f\\',
    "g\nh\r\ni\rj\n# Titre\n- k\n@prefix x: <y> .",
    "l\x00m\x07n\x1bo\x7fp\x85q\u2028r\u202es\ufeff",
    "t {{ 7 * 7 }} {% raw %} ${HOME} $(id) \\u0041 %s {0}",
    'ends with a quote "',
    "ends with a backslash \\",
]


@pytest.fixture(scope="module")
def files(_first_release: Path) -> Files:
    return measured(_first_release / "latest")


@pytest.fixture(scope="module", params=HOSTILE)
def words(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def made(_first_release: Path, files: Files, words: str) -> dict[str, bytes]:
    manifest = manifest_of(_first_release / "latest")
    sources = manifest.tables["sources"].assign(titre=words, attribution=words)
    territories = manifest.tables["territoires"].assign(nom=words)
    tables = {**manifest.tables, "sources": sources, "territoires": territories}
    return dict(described(dataclasses.replace(manifest, tables=tables), files))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_turtle_and_json_ld_give_the_words_back_as_they_were(made: dict[str, bytes], words: str) -> None:
    turtle = Graph().parse(data=made["catalog.ttl"], format="turtle")
    assert isomorphic(turtle, Graph().parse(data=made["catalog.jsonld"], format="json-ld"))
    (told,) = [str(node) for node in turtle.objects() if isinstance(node, Literal) and node.startswith("Sources : ")]
    assert told.startswith(f"Sources : {words}")


def test_the_data_package_gives_the_words_back_as_they_were(made: dict[str, bytes], words: str) -> None:
    package: dict[str, Any] = json.loads(made["datapackage.json"])
    assert {source["title"] for source in package["sources"]} == {words}


def test_a_sentence_of_attribution_is_one_line_of_the_licence(made: dict[str, bytes], words: str) -> None:
    told = made["LICENSE.txt"].decode("utf-8")
    sources = told.partition("Sources :\n")[2]
    assert all(line.startswith("- ") for line in sources.splitlines())
    assert all(sign.isprintable() for line in told.splitlines() for sign in line)


@pytest.mark.parametrize(
    "name", ["README.md", "DICTIONNAIRE.md", "dictionnaire.html", "CITATION.cff", "croissant.json"]
)
def test_these_take_nothing_from_pages(made: dict[str, bytes], words: str, name: str) -> None:
    assert b"alert(1)" not in made[name] and b"ends with" not in made[name] and b"# Titre" not in made[name]


def test_an_extract_is_called_by_its_territory_in_one_line(_first_release: Path, files: Files, words: str) -> None:
    manifest: Manifest = manifest_of(_first_release / "latest")
    tables = {**manifest.tables, "territoires": manifest.tables["territoires"].assign(nom=words)}
    found = [one for one in resources(dataclasses.replace(manifest, tables=tables), files) if one.extract]
    assert found and all(one.title_fr.isprintable() and one.description_en.isprintable() for one in found)
