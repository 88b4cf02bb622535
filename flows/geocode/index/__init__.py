"""The embedded street index: the Base Adresse Nationale of some départements in one file, asked with no network.

`build` makes it of the CSV files that the BAN publishes (adresses-22.csv.gz); `Index` answers from it.
"""

from flows.geocode.index.build import Report, build
from flows.geocode.index.search import Index

__all__ = ["Index", "Report", "build"]
