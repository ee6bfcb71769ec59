"""What pages of reviews of the terms ask, and the bodies made of it (WM 21)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows

Q = Question
_REASON: tuple[Part, ...] = (Q("reason", "text", needed=True), Q("language", "choice", "languages", needed=True))
ASKED = _REASON
REFUSAL = _REASON
OPENING: tuple[Part, ...] = (
    Group("period", (Q("from_on", "date", needed=True), Q("until_on", "date", needed=True, bound="past"))),
    Q("words", "text", needed=True, called="review_words"),
    Q("language", "choice", "languages", needed=True),
    Q("parties", "several", "offerers", called="review_parties"),
)
CONSULTATION: tuple[Part, ...] = (Q("until_on", "date", needed=True, called="proposals_until", bound="coming"),)
PROPOSAL: tuple[Part, ...] = (
    Q("paragraph", "choice", "paragraphs", needed=True),
    Q("text", "text", needed=True, called="proposal_text"),
    Q("language", "choice", "languages", needed=True),
    Q("meeting_id", "choice", "meetings", called="from_meeting"),
)
CONCLUSION: tuple[Part, ...] = (
    Rows("decisions", (
        Q("what", "fixed", "said"),
        Q("proposal_id", "hidden"),
        Q("decision", "choice", "decided", needed=True),
        Q("words", "text", needed=True, called="review_why"),
    ), fixed=True),
    Q("words", "text", needed=True, called="review_words"),
    Q("language", "choice", "languages", needed=True),
    Q("terms_from", "date", bound="coming"),
)  # fmt: skip
ALL: tuple[tuple[Part, ...], ...] = (ASKED, OPENING, CONSULTATION, PROPOSAL, CONCLUSION)
"""Every form here; their labels are words of the catalogue."""


def opening(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A review as it is opened, as the mutation takes it."""
    period = {"fromOn": typed["period"]["from_on"], "untilOn": typed["period"]["until_on"]}
    return {"period": period, "words": typed["words"], "language": typed["language"], "parties": typed["parties"]}


def proposal(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a party proposes, as the mutation takes it."""
    said = {name: typed[name] for name in ("paragraph", "text", "language")}
    return said | {"meetingId": typed.get("meeting_id") or None}


def conclusion(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A review at its end, as the mutation takes it."""
    decisions = [
        {"proposalId": one["proposal_id"], "decision": one["decision"], "words": one["words"]}
        for one in typed["decisions"]
    ]
    said = {"words": typed["words"], "language": typed["language"], "terms_from": typed.get("terms_from") or None}
    return said | {"decisions": decisions}


def standing(proposals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row of decisions for each proposal that was not taken back."""
    return [
        {"what": f"{one['paragraph']}: {one['text']}", "proposal_id": one["proposal_id"]}
        for one in proposals
        if one.get("withdrawn_at") is None
    ]
