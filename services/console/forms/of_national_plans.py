"""What is asked of a national plan, and the bodies made of it (WM 13)."""

from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
CONTENT: tuple[Part, ...] = (
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Rows("other_titles", (Q("language", "choice", "languages"), Q("title"))),
    Group("period", (Q("start", "date", needed=True), Q("end", "date"))),
    Q("adopted_on", "date"),
    Q("document", called="plan_document"),
    Q("summary", "text"),
    Rows("lines", (
        Q("line_id", "hidden"),
        Q("functional_area", "choice", "functional_areas", needed=True),
        Q("aim", "text", needed=True),
        Q("measured_in"),
        Q("baseline"),
        Q("target"),
        Q("due_on", "date"),
    )),
)  # fmt: skip
RECORD: tuple[Part, ...] = (*CONTENT, Q("replaces", "choice", "own_plans"))
READER: tuple[Part, ...] = (Q("party", "choice", "offerers", needed=True),)
READER_END: tuple[Part, ...] = (Q("party", "choice", "plan_readers", needed=True),)
ALL: tuple[tuple[Part, ...], ...] = (RECORD, READER, READER_END)
"""Every form here; their labels are words of the catalogue."""


def content_of(typed: dict[str, Any]) -> dict[str, Any]:
    """As the gateway takes it. What is needed and was left empty is the owner's to name."""
    made: dict[str, Any] = pruned({name: value for name, value in typed.items() if name != "replaces"}) or {}
    lines = made.pop("lines", [])
    used = {one["line_id"] for one in lines if "line_id" in one}
    free = (str(n) for n in range(1, 1000) if str(n) not in used)
    made["lines"] = [
        _camel({"functional_area": "", "aim": "", **one, "line_id": one.get("line_id") or next(free)}) for one in lines
    ]
    made["other_titles"] = [{"language": "", "title": "", **one} for one in made.get("other_titles", [])]
    made["period"] = {"start": "", **made.get("period", {})}
    return _camel({"title": "", "language": "", **made})


def _camel(said: dict[str, Any]) -> dict[str, Any]:
    """Names of fields as GraphQL writes them, of one object."""
    return {_named(name): value for name, value in said.items()}


def _named(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(one.capitalize() for one in others)
