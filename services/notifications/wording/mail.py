"""A message in its reader's language: subject, plain text, HTML. English where a language is not written yet."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

_HERE = Path(__file__).parent
_PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE),
    autoescape=jinja2.select_autoescape(["html.j2"]),
    undefined=jinja2.ChainableUndefined,
    keep_trailing_newline=True,
)
FALLBACK = "en"


@dataclass(frozen=True)
class Mail:
    """What a mail says."""

    subject: str
    text: str
    html: str


def languages() -> list[str]:
    """Languages that are written."""
    return sorted(path.stem for path in _HERE.glob("*.toml"))


@cache
def words(language: str) -> dict[str, Any]:
    """Every wording of a language; the fallback's when it is not written."""
    path = _HERE / f"{language if language in languages() else FALLBACK}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def compose(
    event_type: str, language: str, *, must_act: bool, facts: dict[str, Any], paragraph: str, due: str | None
) -> Mail:
    """Puts a mail together. Raises KeyError for an event nobody wrote words for."""
    said = words(language)
    one = said[event_type]
    text = one["act" if must_act else "know"]
    subject = " ".join(filter(None, (f"[{facts['reference']}]" if facts.get("reference") else "", one["subject"])))
    more = {"words": said, "text": text, "facts": facts, "paragraph": paragraph, "due": due, "language": language}
    plain, html = (_PAGES.get_template(f"mail.{kind}.j2").render(more) for kind in ("txt", "html"))
    return Mail(" ".join(subject.split()), plain, html)
