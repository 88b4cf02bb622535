"""Templates -> text for people. Only door to jinja2 and markupsafe; what goes into HTML is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup as Markup


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder: HTML ones escape what goes in, a name that they do not know is a fault of ours."""
    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=lambda name: bool(name) and ".html" in str(name),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(folder: Path, template: str, **values: object) -> str:
    """The text of a template of a folder. Raises jinja2's errors for a name that it does not know: a fault of ours."""
    return environment(folder).get_template(template).render(**values)
