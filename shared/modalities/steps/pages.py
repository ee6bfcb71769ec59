"""Addresses of pages, as the console serves them and mails lead to them: a thing's page, and the page that does a step."""

from collections.abc import Mapping

THINGS: Mapping[str, str] = {
    "request": "/requests/{id}",
    "offer": "/offers/{id}",
    "match": "/matches/{id}",
    "engagement": "/engagements/{id}",
    "solicitation": "/calls/{id}",
    "meeting": "/meetings/{id}",
    "draft": "/preparing/{id}",
    "thread": "/threads/{id}",
}
"""Kinds of things that have a page."""

STEPS: Mapping[tuple[str, str], str] = {
    ("request", "feedback"): "/requests/{id}/feedback",
    ("request", "decision"): "/requests/{id}/decision",
    ("request", "revision"): "/requests/{id}/revise",
    ("request", "revision_or_withdrawal"): "/requests/{id}/revise",
    ("request", "naming"): "/requests/{id}/word",
    ("offer", "naming"): "/offers/{id}/word",
    ("request", "consent"): "/requests/{id}/agreement",
    ("request", "seek"): "/requests/{id}/bench",
    ("solicitation", "solicitation"): "/calls/{id}/answer",
    ("match", "answer"): "/matches/{id}/answer",
    ("match", "confirmation"): "/matches/{id}/confirmation",
    ("engagement", "signature"): "/engagements/{id}/signature",
    ("engagement", "new_terms"): "/engagements/{id}/signature",
    ("engagement", "plan"): "/engagements/{id}/plan",
    ("engagement", "plan_agreement"): "/engagements/{id}/plan/agreement",
    ("engagement", "start"): "/engagements/{id}/start",
    ("engagement", "report_answer"): "/engagements/{id}/reports/answer",
    ("engagement", "word"): "/engagements/{id}/no-change",
    ("engagement", "delivery_due"): "/engagements/{id}/deliveries",
    ("engagement", "milestone_due"): "/engagements/{id}/milestones",
    ("engagement", "evaluation"): "/engagements/{id}/evaluation",
    ("engagement", "results"): "/engagements/{id}/results",
    ("engagement", "counterpart"): "/engagements/{id}/notice/answer",
    ("meeting", "invitation"): "/meetings/{id}/answer",
    ("meeting", "moderators"): "/meetings/{id}/moderators",
    ("draft", "sign_draft"): "/preparing/{id}/signature",
    ("meeting", "record"): "/meetings/{id}/record",
    ("thread", "question"): "/threads/{id}",
    ("thread", "unread"): "/threads/{id}",
    ("engagement", "champion"): "/engagements/{id}/champions/answer",
}
"""(kind of thing, step) -> the page that does it."""


def address_of(kind: str, item_id: str, step: str | None = None) -> str | None:
    """The page that does a step of a thing, else the thing's own; None where there is neither."""
    way = STEPS.get((kind, step)) if step else None
    way = way or THINGS.get(kind)
    return way.format(id=item_id) if way else None
