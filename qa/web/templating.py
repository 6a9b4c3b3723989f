"""Fill the HTML templates of ``templates/``.

Every value is escaped by the template engine, whatever it is: articles, questions and models are
hostile. No template marks a value as safe except pieces that another template made.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qa.dates_in_words import date_in_words
from qa.web.wording import language_name


def render(template: str, /, **values: Any) -> str:
    """Return a filled template, without blank lines at its ends."""
    return _environment().get_template(template).render(**values).strip()


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["date_in_words"] = date_in_words
    environment.filters["language_name"] = language_name
    return environment
