"""The templates of what describes a release."""

from pathlib import Path

from flows.templating import rendered


def page(template: str, **values: object) -> str:
    """The text of a template of this folder. Raises jinja2's errors for a name that it does not know: a fault of ours."""
    return rendered(Path(__file__).parent, template, **values)
