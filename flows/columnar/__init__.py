"""Whole columns at a time: checks, keys, differences. The only door to polars; pandas goes in, plain Python comes out.

A rule here proves cells good, and is never wrong when it does; what it cannot prove, the slower authority decides, cell
by cell. So every answer is that of the row by row code that it stands for.
"""
