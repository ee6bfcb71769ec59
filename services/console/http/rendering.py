"""From a view to a page: templates with everything escaped, texts of parties set apart, words of one language."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.utils import missing
from markupsafe import Markup, escape

from services.console.http.experts import reads
from services.console.http.imports import takes_in
from services.console.http.options import named, options
from services.console.http.organisations import applies
from services.console.http.packages import prepares
from services.console.http.register import begun_on
from services.console.http.static import style_address
from services.console.http.visit import Visit
from services.console.identity.forgery import form_token
from services.console.wording.words import NAMES, ConsoleWords
from shared.modalities.access.engagement_view import open_terms, terms_in_force

TEMPLATES = Path(__file__).parent.parent / "templates"


def said(text: object, language: str = "") -> Markup:
    """A text of a party: in its own language and direction, whatever the page's."""
    spoken = Markup(' lang="{}"').format(language) if language else Markup("")
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(spoken, text)


def fixed(text: object) -> Markup:
    """References, numbers of paragraphs, codes: from left to right in every language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def prose(text: object, language: str = "") -> Markup:
    """A long text of a party, its lines kept."""
    spoken = Markup(' lang="{}"').format(language) if language else Markup("")
    lines = Markup("<br>").join(escape(line) for line in str(text).split("\n"))
    return Markup('<div class="prose" dir="auto"{}>{}</div>').format(spoken, lines)


_FIRST = ("line_id", "title", "text", "amount", "unit", "start", "end")
"""What is said before what of a body: a number before its unit, a beginning before its end."""


def in_order(body: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The fields of a body as one reads them; the database keeps them by their letters."""
    return sorted(body.items(), key=lambda one: _FIRST.index(one[0]) if one[0] in _FIRST else len(_FIRST))


class MayLack(jinja2.ChainableUndefined):
    """A name that no page gives is a fault of ours. A field that a thing does not have is none: views of some readers, and
    states of before an upgrade, say less; it stands there as nothing.
    """

    def _given(self) -> None:
        """Raises UndefinedError for a name; of a field it says nothing."""
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._given()
        return ""

    def __bool__(self) -> bool:
        self._given()
        return False

    def __iter__(self) -> Iterator[Any]:
        self._given()
        return iter(())

    def __len__(self) -> int:
        self._given()
        return 0


@cache
def templates() -> jinja2.Environment:
    """The environment of all templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=MayLack,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"said": said, "fixed": fixed, "prose": prose, "in_order": in_order}
    made.filters |= {"terms_in_force": terms_in_force, "open_terms": open_terms}
    return made


def rendered(visit: Visit, template: str, title: str, data: dict[str, Any], faulty: bool = False) -> str:
    """The page."""
    words = visit.words
    session = visit.session
    given = data.get("given", {})
    return templates().get_template(f"pages/{template}.html.j2").render(
        t=words.say, w=words, lang=words.language, dir=words.direction, title=title, names=NAMES,
        options=lambda name, chosen: named(given[name], chosen) if name in given else options(words, name, chosen, visit.actor),
        person=session.actor if session is not None else None, officer=visit.is_officer, rosters=takes_in(visit), packages=prepares(visit), experts_read=reads(visit), applying=applies(visit),
        token=form_token(session.handle) if session is not None else "", style=style_address(),
        path=visit.request.url.path, begins=begun_on(visit, visit.request.url.path) if session is not None else [], faulty=faulty, **data,
    )  # fmt: skip


def title_of(words: ConsoleWords, view_title: str) -> str:
    """The words of a title; one that is no key is a text already."""
    return words.say(view_title) if words.has(view_title) else view_title
