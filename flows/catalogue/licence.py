"""`LICENSE.txt`: the licence of the data, and the sentence that each source asks for."""

from flows.catalogue.credits import credited
from flows.catalogue.manifest import LICENCE, PUBLISHER, TITLE_FR, Manifest
from sources.text import clean


def licence(manifest: Manifest) -> str:
    """The text of a release's licence; only sources of which it holds something are named."""
    sentences = "".join(f"- {clean(row['attribution'])}\n" for row in credited(manifest))
    return (
        f"{TITLE_FR}, version {manifest.version}\n\n{LICENCE['title']}\n{LICENCE['path']}\n\n"
        "Vous êtes libre de réutiliser ces données, y compris à des fins commerciales, à condition d'en mentionner la source et la date.\n"
        "You may reuse these data, for any purpose, provided that you name their source and date.\n\n"
        f"Mention / attribution : « {PUBLISHER}, version {manifest.version} du {manifest.date}, {manifest.homepage} »\n\n"
        f"Sources :\n{sentences}"
    )
