"""An officer judges each recipient's link with the authorities, in feedback on 15.iv (WM 10, 15.iv)."""

from datetime import UTC, datetime

import pytest

from services.intake.domain import support_request as domain
from services.notifications.kinds.request import KIND
from shared.contracts.intake import FeedbackItem, FeedbackShared
from shared.contracts.shapes.recipient_link import LinkFound, RecipientLink
from shared.contracts.shapes.support_request import CriterionFinding, SupportRequestState
from shared.modalities.errors import Invalid
from tests.support.happenings import Request

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BAR, FACULTY = "Bar association", "Faculty of law"
pytestmark = [pytest.mark.paragraph("10"), pytest.mark.paragraph("15.iv")]


def asked() -> Request:
    named = [{"name": BAR, "project_with_authorities": "Legal aid"}, {"name": FACULTY}]
    return Request("r-1", NOW, beneficiaries=named)


def judged(recipient: str, outcome: LinkFound = "satisfied") -> RecipientLink:
    return RecipientLink(recipient=recipient, outcome=outcome, comment=f"On {recipient}")


def item(*links: RecipientLink, paragraph: str = "15.iv") -> FeedbackItem:
    return FeedbackItem(paragraph=paragraph, comment="Read with the office", links=links)


def on_others(state: SupportRequestState) -> CriterionFinding:
    return next(one for one in state.findings if one.paragraph == "15.iv")


def test_a_link_stands_beside_what_the_rule_found_and_decides_nothing() -> None:
    one = asked()
    before = on_others(one.state)
    after = domain.share_feedback(one.state, [item(judged(BAR))], NOW)
    assert on_others(after).links == (judged(BAR),)
    assert (on_others(after).outcome, on_others(after).reasons) == (before.outcome, before.reasons)
    assert after.decision is None
    assert [one.links for one in after.findings if one.paragraph != "15.iv"] == [()] * (len(after.findings) - 1)


def test_the_latest_word_on_a_recipient_stands_and_others_stay() -> None:
    one = asked()
    first = domain.share_feedback(one.state, [item(judged(BAR), judged(FACULTY, "question"))], NOW)
    again = domain.share_feedback(first, [item(judged(FACULTY, "not_satisfied"))], NOW)
    assert on_others(again).links == (judged(BAR), judged(FACULTY, "not_satisfied"))
    silent = domain.share_feedback(again, [item()], NOW)
    assert on_others(silent).links == on_others(again).links


def test_another_version_is_judged_anew() -> None:
    one = asked()
    one.state = domain.share_feedback(one.state, [item(judged(BAR))], NOW)
    assert on_others(one.revised(NOW).request).links == ()


def test_every_fault_of_links_is_named_and_nothing_changes() -> None:
    one = asked()
    items = [item(judged(BAR), paragraph="15.iii"), item(judged("A stranger"), judged(BAR), judged(BAR, "question"))]
    with pytest.raises(Invalid) as refused:
        domain.share_feedback(one.state, items, NOW)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/items/0/links", "links_elsewhere"),
        ("/items/1/links/0/recipient", "not_named"),
        ("/items/1/links/2/recipient", "named_twice"),
    ]


def test_what_was_found_of_a_link_is_mailed_to_the_state_and_to_its_office_alone() -> None:
    one = asked()
    items = (item(judged(BAR)),)
    event = FeedbackShared(aggregate_id="r-1", aggregate_version=2, request=one.state, items=items, shared_by="officer")
    assert KIND.words is not None
    for role in ("requesting_state", "country_office"):
        assert f"{BAR}: On {BAR}" in [said.text for said in KIND.words.said(event, role)]
    assert KIND.words.said(event, "named") == ()
