"""The gold set: real addresses, written as people write them, put to our geocoding over a real addok.

`python -m tests.gold` prints what is found, what is refused and what is wrong, and ends with 1 when a target is missed.
"""
