"""The labelled pairs: mentions of nurseries and operators that are one or two, and what `compare` says of them.

`python -m tests.matching` prints what is merged, asked and kept apart, and ends with 1 when a target is missed.
"""
