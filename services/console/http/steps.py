"""Which page does a step that is owed: one table, so that no template decides what a person may do.

What one cannot do is said with who can (``Doing.mine`` is False), never hidden and never a dead button.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PAGES: Mapping[tuple[str, str], str] = {
    ("request", "feedback"): "/requests/{id}/feedback",
    ("request", "decision"): "/requests/{id}/decision",
    ("request", "revision"): "/requests/{id}/revise",
    ("request", "revision_or_withdrawal"): "/requests/{id}/revise",
    ("request", "consent"): "/requests/{id}/agreement",
    ("request", "seek"): "/requests/{id}/bench",
    ("match", "answer"): "/matches/{id}/answer",
    ("match", "confirmation"): "/matches/{id}/confirmation",
    ("engagement", "signature"): "/engagements/{id}/signature",
    ("engagement", "plan"): "/engagements/{id}/plan",
    ("engagement", "plan_agreement"): "/engagements/{id}/plan/agreement",
    ("engagement", "start"): "/engagements/{id}/start",
    ("engagement", "report_answer"): "/engagements/{id}/reports/answer",
    ("engagement", "word"): "/engagements/{id}/no-change",
    ("engagement", "evaluation"): "/engagements/{id}/evaluation",
    ("engagement", "results"): "/engagements/{id}/results",
    ("engagement", "champion"): "/engagements/{id}/champions/answer",
}
"""(kind of thing, step) -> the page that does it."""
KINDS = {"request": "/requests/", "offer": "/offers/", "match": "/matches/", "engagement": "/engagements/"}
"""Kinds of things that have a page."""


@dataclass(frozen=True)
class Doing:
    """A step as a page shows it; ``to`` is where the reader does it, None when it is not theirs or has no page yet."""

    message: str
    who: tuple[str, ...]
    due_at: str
    late: bool
    paragraph: str
    mine: bool
    to: str | None
    kind: str = ""
    reference: str | None = None
    title: str | None = None
    about: str | None = None
    messages: int | None = None


def address_of(kind: str, item_id: str) -> str | None:
    """The page of a thing."""
    return KINDS[kind] + item_id if kind in KINDS else None


def doing(step: Mapping[str, Any], kind: str, item_id: str, party: str | None) -> Doing:
    """A step of the gateway, for a reader."""
    mine = party is not None and party in step["who"]
    to = PAGES.get((kind, step["code"])) if mine else None
    return Doing(
        step["message"], tuple(step["who"]), step["dueAt"], step["late"], step["paragraph"], mine,
        to.format(id=item_id) if to else None, kind, step.get("reference"), step.get("title"),
        address_of(kind, item_id), step.get("messages"),
    )  # fmt: skip


def steps_of(item: Mapping[str, Any], party: str | None) -> list[Doing]:
    """What waits on an item, the reader's own first."""
    found = [doing(one, item["kind"], item["itemId"], party) for one in item["steps"] or ()]
    return sorted(found, key=lambda one: not one.mine)


def listed(steps: Iterable[Mapping[str, Any]], party: str | None) -> list[Doing]:
    """Lines of a worklist."""
    return [doing(one, one["kind"], one["itemId"], party) for one in steps]
