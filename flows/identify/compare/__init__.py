"""Whether two mentions are one thing, two, or a question for a person. The rules: `docs/decisions`, 28.

Wrong merges are worse than questions, questions worse than none: `python -m tests.matching` measures all three.
"""

from flows.identify.compare.operators import operators
from flows.identify.compare.places import places
from flows.identify.compare.rules import RULES, Verdict
from flows.identify.compare.traits import Traits

__all__ = ["RULES", "Verdict", "compare"]


def compare(a: Traits, b: Traits) -> Verdict:
    """What is said of two mentions of one table, in whatever order they come."""
    return operators(a, b) if a.table == "gestionnaires" else places(a, b)
