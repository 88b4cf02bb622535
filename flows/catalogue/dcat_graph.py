"""Statements -> an RDF graph -> Turtle and JSON-LD, always the same bytes. Only door to rdflib."""

import json
from collections.abc import Iterable
from typing import TypeAlias

from rdflib import BNode, Graph, Literal, URIRef

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node: TypeAlias = URIRef | BNode | Literal
Statement: TypeAlias = tuple[Node, str, Node]
"""Who, what (a prefixed name: `dct:title`), whose value."""


def address(text: str) -> URIRef:
    """A full URI."""
    return URIRef(text)


def term(prefixed: str) -> URIRef:
    """`dct:title` -> its URI. Raises KeyError for a prefix that is not one of PREFIXES."""
    prefix, _, name = prefixed.partition(":")
    return URIRef(PREFIXES[prefix] + name)


def unnamed(name: str) -> BNode:
    """A node without URI; `name` tells it from the others, and makes the order of bytes a fixed one."""
    return BNode(name)


def text(words: str, language: str = "") -> Literal:
    """Words, in a language where it is known."""
    return Literal(words, lang=language or None)


def typed(value: str, datatype: str) -> Literal:
    """A value as its datatype writes it (`xsd:date`), not rewritten."""
    return Literal(value, datatype=term(datatype), normalize=False)


def graph(statements: Iterable[Statement]) -> Graph:
    """The graph of statements."""
    made = Graph(bind_namespaces="none")
    for prefix, full in PREFIXES.items():
        made.bind(prefix, full)
    for who, what, value in statements:
        made.add((who, term(what), value))
    return made


def turtle(made: Graph) -> bytes:
    """The graph as Turtle."""
    return (made.serialize(format="turtle").strip() + "\n").encode("utf-8")


def json_ld(made: Graph) -> bytes:
    """The graph as JSON-LD, its context inline: nothing is to be fetched in order to read it."""
    written = json.loads(made.serialize(format="json-ld", context=PREFIXES))
    nodes = sorted(map(_ordered, written["@graph"]), key=lambda node: str(node["@id"]))
    whole = {"@context": PREFIXES, "@graph": nodes}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _ordered(node: dict[str, object]) -> dict[str, object]:
    """rdflib keeps nodes in sets: names and values are put in order."""
    return {name: _in_order(node[name]) for name in sorted(node)}


def _in_order(value: object) -> object:
    if not isinstance(value, list):
        return value
    return sorted(value, key=lambda one: json.dumps(one, sort_keys=True, ensure_ascii=False))
