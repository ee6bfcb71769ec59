"""What pages of contacts with parties ask, and the bodies made of it (WM 6)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question, pruned

Q = Question
ABOUT = ("about_kind", "about_id")
"""What the form says itself: the thing from whose party one came."""
_WHAT: tuple[Part, ...] = (
    Q("about_kind", "hidden"),
    Q("about_id", "hidden"),
    Q("party", "choice", "contacted", needed=True),
    Q("held_on", "date", needed=True, bound="past"),
    Q("way", "choice", "liaison_way", needed=True, called="liaison_way"),
    Q("posts", "text", called="liaison_posts"),
    Q("title", needed=True, called="liaison_title"),
    Q("said", "text", needed=True, called="liaison_said"),
    Q("agreed", "text", called="liaison_agreed"),
    Q("language", "choice", "languages", needed=True),
)
CONTACT: tuple[Part, ...] = (
    *_WHAT,
    Group("owed", (Q("text", called="owed_text"), Q("due_on", "date", bound="coming", called="due"))),
)
CORRECTION: tuple[Part, ...] = (
    Q("reason", "text", needed=True, called="correction_reason"),
    *_WHAT,
    Group("owed", (Q("text", called="owed_text"), Q("due_on", "date", called="due"))),
)
SETTLED_CORRECTION: tuple[Part, ...] = CORRECTION[:-1]
"""Of one of which it is said already what became of what was owed."""
FOLLOW_UP: tuple[Part, ...] = (
    Q("outcome", "choice", "follow_up", needed=True, called="follow_up"),
    Q("words", "text", needed=True, called="follow_up_words"),
)
ALL: tuple[tuple[Part, ...], ...] = (CONTACT, CORRECTION, SETTLED_CORRECTION, FOLLOW_UP)
"""Every form here; their labels are words of the catalogue."""


def liaison_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A contact as its owner takes it."""
    body: dict[str, Any] = pruned({name: one for name, one in typed.items() if name not in (*ABOUT, "reason")}) or {}
    posts = [one.strip() for one in str(typed.get("posts") or "").splitlines() if one.strip()]
    body["posts"] = posts
    if typed.get("about_id"):
        body["about"] = {"kind": typed.get("about_kind", ""), "item_id": typed["about_id"]}
    return body


def begun(state: Mapping[str, Any]) -> dict[str, Any]:
    """A form filled with a contact as it stands."""
    content, about = state["content"], state["content"].get("about") or {}
    said = dict(content) | {"posts": "\n".join(content.get("posts", ())), "owed": state.get("owed") or {}}
    return said | {"about_kind": about.get("kind", ""), "about_id": about.get("item_id", "")}
