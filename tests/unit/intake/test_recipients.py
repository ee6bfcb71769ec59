"""A recipient other than a State gives its own word; 15.iv is found anew from it, and nothing is decided (WM 10, 15.iv)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.actions.answer_as_recipient import RecipientWordBody, answer_as_recipient
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain import support_request as domain
from services.intake.domain.recipients import asked_recipients, recipient_faults, recipient_named, with_ids_agreed
from shared.contracts.intake import FeedbackItem
from shared.contracts.shapes.named_party import asked_in
from shared.contracts.shapes.recipient_link import RecipientLink
from shared.contracts.shapes.support_request import RequestContent, SupportRequestState
from shared.modalities.access import views
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_request
from shared.modalities.errors import Conflict, NotFound
from tests.support.bodies import request_body
from tests.support.happenings import Request

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DUE = NOW + timedelta(days=14)
BAR, FACULTY, NGO = "Bar association", "Faculty of law", "org:ecre"
ROWS: list[dict[str, Any]] = [
    {"name": BAR, "project_with_authorities": "Legal aid", "party": NGO},
    {"name": FACULTY, "project_with_authorities": "Training"},
]
pytestmark = [pytest.mark.paragraph("10"), pytest.mark.paragraph("15.iv")]


def asking(rows: list[dict[str, Any]]) -> RequestContent:
    return RequestContent.model_validate(request_body(beneficiaries=rows))


def asked() -> SupportRequestState:
    return Request("r-1", NOW, beneficiaries=ROWS).state


def said(state: SupportRequestState, answer: str, name: str = BAR) -> SupportRequestState:
    body = RecipientWordBody.model_validate({"recipient": name, "answer": answer})
    return answer_as_recipient(state, RULE_SETS, recipient_named(state, name), body, NOW)[0]


def on_others(state: SupportRequestState) -> tuple[str, list[str]]:
    one = next(one for one in state.findings if one.paragraph == "15.iv")
    return one.outcome, [reason.code for reason in one.reasons]


def ids(state: SupportRequestState) -> list[str | None]:
    return [one.party for one in state.content.beneficiaries]


def test_an_id_stands_in_the_content_once_its_party_agreed_and_as_long() -> None:
    before = asked()
    agreed = said(before, "agreed")
    assert [ids(one) for one in (before, agreed, said(agreed, "left"))] == [[None, None], [NGO, None], [None, None]]
    again = asked_in(before.model_dump(mode="json"))["beneficiaries"]
    assert [one["party"] for one in again] == [NGO, None], "who is asked is named again in a new version"


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([], ("met", ["others_with_authorities", "recipient_not_heard"])),
        ([(BAR, "agreed")], ("met", ["others_with_authorities", "recipient_takes_part", "recipient_not_heard"])),
        ([(BAR, "agreed"), (FACULTY, "agreed")], ("met", ["others_with_authorities", "recipient_takes_part"])),
        ([(BAR, "declined")], ("unclear", ["recipient_takes_no_part"])),
        ([(BAR, "agreed"), (BAR, "left")], ("unclear", ["recipient_takes_no_part"])),
    ],
)
def test_the_finding_says_what_they_said(answers: list[tuple[str, str]], found: tuple[str, list[str]]) -> None:
    state = asked()
    for name, answer in answers:
        state = said(state, answer, name)
    assert (on_others(state), state.status, state.decision) == (found, "submitted", None)


def test_what_an_officer_found_of_the_link_stays_and_no_other_finding_moves() -> None:
    link = RecipientLink(recipient=BAR, outcome="satisfied", comment="The protocol names it")
    item = FeedbackItem(paragraph="15.iv", outcome="met", comment="Read", links=(link,))
    before = domain.share_feedback(asked(), [item], NOW)
    after = said(before, "declined")
    (old, new) = (next(f for f in one.findings if f.paragraph == "15.iv") for one in (before, after))
    assert (new.links, new.officer_outcome, new.officer_comment) == (old.links, "met", "Read")
    assert (new.outcome, new.moved_from) == ("unclear", "met")
    assert [f for f in after.findings if f.paragraph != "15.iv"] == [
        f for f in before.findings if f.paragraph != "15.iv"
    ]


def test_a_word_is_said_once_of_who_is_there() -> None:
    agreed = said(asked(), "agreed")
    for state, answer in (
        (agreed, "agreed"),
        (agreed, "declined"),
        (asked(), "left"),
        (said(asked(), "declined"), "left"),
    ):
        with pytest.raises(Conflict):
            said(state, answer)
    with pytest.raises(NotFound):
        recipient_named(agreed, "Nobody")


def test_a_new_version_keeps_asks_anew_and_takes_back() -> None:
    before = said(asked(), "declined").recipients
    kept = asked_recipients(asking([{"name": BAR}, {"name": FACULTY}]), NOW, DUE, before)
    assert kept == before, "who is left out by its id stays, and who declined is not asked again"
    other = asked_recipients(asking([{"name": FACULTY, "party": "org:euaa"}]), NOW, DUE, before)
    assert [(one.name, one.party, one.answer) for one in other] == [
        (FACULTY, "org:euaa", "pending"), (BAR, NGO, "declined"),
    ]  # fmt: skip
    gone = asked_recipients(asking([]), NOW, DUE, asked().recipients)
    assert {one.answer for one in gone} == {"taken_back"}
    back = asked_recipients(asking(ROWS), NOW, DUE, gone)
    assert [(one.name, one.answer) for one in back] == [(BAR, "pending"), (FACULTY, "pending")]
    assert with_ids_agreed(asking(ROWS), back).beneficiaries[0].party is None


def test_faults_name_their_places() -> None:
    rows = [ROWS[0], {"name": BAR}, {"name": "Other", "party": NGO}, {"name": "State", "party": "iso3166:FRA"}]
    assert [(one.pointer, one.code) for one in recipient_faults(asking(rows))] == [
        ("/beneficiaries/1/name", "named_twice"), ("/beneficiaries/2/party", "named_twice"),
        ("/beneficiaries/3/party", "no_stakeholder"),
    ]  # fmt: skip


def test_it_reads_the_request_without_contacts_and_its_own_word_alone() -> None:
    ngo = Actor("ecre", Role.STAKEHOLDER, NGO)
    for state, reads in ((asked(), True), (said(asked(), "agreed"), True), (said(asked(), "declined"), False)):
        seen = views.request(ngo, of_request(state), state.model_dump(mode="json"))
        assert (seen is not None) == reads
        if seen is not None:
            assert ([one["name"] for one in seen["recipients"]], seen["findings"]) == ([BAR], [])
            assert seen["content"]["competent_authority"]["focal_point"] is None
            assert "submission_route" not in seen["content"]
