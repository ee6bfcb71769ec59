"""An officer writes what stands beside the figures of an edition, in one language at a time (WM 21)."""

from typing import Any

from services.console.forms import of_editions as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.editions import edition_act
from shared.modalities.access.actions import WORD_EDITION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.WORDS


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page, with what stands there."""
    language = case.visit.query("language") or case.visit.words.language
    said: dict[str, Any] = next((one for one in case.state.get("narratives") or () if one["language"] == language), {})
    return {"language": language, "title": said.get("title", ""), "text": said.get("text", "")}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {name: typed[name] for name in ("language", "title", "text")}
    return "word_edition", {"id": case.item["itemId"], **said}


PAGE = edition_act(
    "edition_words", "words", "title.edition_words", "act.edition_words", WORD_EDITION, 2, _said, "word_edition", ("frozen", "published"),
    parts=_parts, begun=_begun,
)  # fmt: skip
