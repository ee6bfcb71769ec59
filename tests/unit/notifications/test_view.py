"""WM 17 in mails: an offerer, a follower, anyone but the State and the Secretariat hears the consented view alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.actions.forget_shown import replaced, without
from services.notifications.actions.tell import Situation, notices
from services.notifications.domain.items import Known
from services.notifications.domain.message import EntryContent, MessageContent
from services.notifications.domain.notice import Notice
from services.notifications.domain.parties import Here
from services.notifications.domain.preferences import Mailbox, Subscription
from services.notifications.domain.seen import Seen
from services.notifications.kinds.lists import item_of
from services.notifications.wording.mail import Letter, MailReader, compose
from shared.contracts import matching, roster
from shared.contracts.event import Event
from tests.support.bodies import offer_body
from tests.support.happenings import Request, envelope, match, offer
from tests.support.limits import LIMITS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRA, TCD, EUAA = "iso3166:FRA", "iso3166:TCD", "org:euaa"
CANARIES = {
    "title": "CANARY-title", "summary": "CANARY-summary", "gap": "CANARY-gap",
    "competent_authority": {"name": "CANARY-authority"},
    "submission_route": {"route": "direct", "reason": "CANARY-route"},
    "national_plan": {"title": "CANARY-plan"}, "assessment": {"reference": "CANARY-assessment"},
    "own_commitments": [{"description": "CANARY-own"}], "urgent": True,
}  # fmt: skip
SAYS = {"title": "CANARY-title", "reference": "ACSG-2026-TCD", "requesting_states": "TCD", "lines": "registration"}
"""Words of a message that give a field away."""
EVERYTHING = {"kinds": ["request", "offer", "match", "solicitation"]}


def follower(party: str, role: str, *expressions: dict[str, Any]) -> Mailbox:
    many = tuple(Subscription(subscription_id=f"s{n}", name="Mine", expression=one, rhythm="immediately")
                 for n, one in enumerate(expressions))  # fmt: skip
    return Mailbox(mailbox_id=f"box-{party}", party=party, role=role, subscriptions=many)


def told(events: Sequence[Event], mailboxes: Sequence[Mailbox]) -> list[Notice]:
    """Every notice of a story."""
    situation = Situation(Here("wca"), NOW, LIMITS, mailboxes)
    return [notice for one in events for notice in notices(one, envelope(one, NOW), situation)]


def words(notice: Notice) -> str:
    """Everything a reader gets of a notice, in the mail and below it."""
    wish = notice.decision.wish
    seen = notice.content["seen"]
    letter = Letter(
        notice.event_type, wish.must_act, wish.reason, Seen.model_validate(seen) if seen else None, notice.due_at
    )
    mail = compose(letter, MailReader("en", "UTC"))
    said = {name: value for name, value in (seen or {}).items() if name not in {"item_id", "thread"}}
    return f"{mail.subject} {mail.text} {mail.html} {said}"


def story(fields: tuple[str, ...], audiences: tuple[str, ...] = ("offerers",)) -> list[Event]:
    """From submission to a confirmed match, with what the State shows."""
    one = Request("r1", NOW, **CANARIES)
    sides = {TCD: "accepted", FRA: "pending"}
    line = offer_body()["lines"][0] | {"functional_areas": ["coi"]}
    own = {"title": "Own offer of France", "lines": [line]}
    return [
        one.submitted, one.feedback(NOW), one.decided(NOW), offer("offer-001", NOW, **own), one.consent(NOW, fields, audiences=audiences),
        one.sought(NOW, FRA, EUAA), match(matching.MatchReserved, one, NOW, sides, status="reserved"),
        match(matching.MatchConfirmed, one, NOW, sides | {FRA: "accepted"}, status="confirmed", version=4),
        offer("offer-001", NOW, roster.OfferWithdrawn, version=2, **own),
    ]  # fmt: skip


def leaks(found: Sequence[Notice], fields: Sequence[str], party: str) -> list[str]:
    """What a party was told that was not shown to it."""
    said = " ".join(words(one) for one in found if one.party == party)
    hidden = {field: word for field, word in SAYS.items() if field not in fields}
    # A reference that is shown names the State by itself.
    said = said.replace("ACSG-2026-TCD-001", "") if "reference" in fields else said
    return [field for field, word in hidden.items() if word in said] + (["CANARY"] if "CANARY-" in said.replace(
        "CANARY-title", "") else [])  # fmt: skip


SHOWABLE = ("title", "reference", "requesting_states", "lines", "urgent", "summary", "gap")


@pytest.mark.paragraph("17")
@given(st.sets(st.sampled_from(SHOWABLE)), st.sampled_from([("offerers",), ("offerers", "public")]))
def test_nobody_is_told_what_is_not_shown(fields: set[str], audiences: tuple[str, ...]) -> None:
    mailboxes = [
        follower(FRA, "state_authority", EVERYTHING), follower("iso3166:DEU", "state_authority", EVERYTHING),
        follower(EUAA, "stakeholder", EVERYTHING), follower("org:observer", "integrator", EVERYTHING),
    ]  # fmt: skip
    found = told(story(tuple(sorted(fields)), audiences), mailboxes)
    for party in (FRA, "iso3166:DEU", EUAA, "org:observer"):
        assert leaks(found, tuple(fields & set(SAYS)), party) == [], party
    assert any(one.party == FRA for one in found)


@pytest.mark.paragraph("17")
@given(st.sets(st.sampled_from(SHOWABLE)))
def test_a_filter_cannot_ask_for_what_is_not_shown(fields: set[str]) -> None:
    asked = {
        "title": None, "lines": {"areas": ["registration"]}, "requesting_states": {"parties": [TCD]},
        "urgent": {"urgent": True}, "reference": {"items": ["ACSG-2026-TCD-001"]},
    }  # fmt: skip
    for field, expression in asked.items():
        if expression is None:
            continue
        found = told(story(tuple(sorted(fields))), [follower("iso3166:DEU", "state_authority", expression)])
        of_request = [one for one in found if one.item_id == "r1" and one.party == "iso3166:DEU"]
        assert bool(of_request) == (field in fields), (field, fields)


@pytest.mark.paragraph("17")
def test_a_region_is_not_told_apart_unless_its_states_are_shown() -> None:
    where = follower("iso3166:DEU", "state_authority", {"regions": ["wca"], "kinds": ["request"]})
    assert not [one for one in told(story(("title", "lines")), [where]) if one.party == "iso3166:DEU"]
    shown = told(story(("title", "requesting_states")), [where])
    assert [one.event_type for one in shown if one.party == "iso3166:DEU"] == ["acsg.intake.consent-to-solicit-given"]


@pytest.mark.paragraph("17")
def test_how_a_request_goes_on_is_told_to_its_parties_alone() -> None:
    boxes = [follower("iso3166:DEU", "state_authority", EVERYTHING)]
    found = told(story(SHOWABLE), boxes)
    kinds = {one.event_type.rpartition(".")[2] for one in found if one.party == "iso3166:DEU"}
    assert kinds == {"consent-to-solicit-given", "offer-listed", "offer-withdrawn"}
    own = told(story(SHOWABLE), [follower(TCD, "state_authority", EVERYTHING)])
    assert "feedback-shared" in {one.event_type.rpartition(".")[2] for one in own if one.party == TCD}


@pytest.mark.paragraph("17")
def test_once_agreement_is_taken_back_nothing_is_told() -> None:
    one = Request("r1", NOW, **CANARIES)
    before = [one.submitted, one.decided(NOW), one.consent(NOW, SHOWABLE)]
    call, back = one.sought(NOW, FRA), one.consent_back()
    known: dict[str, Known] = {}
    for event in (*before, back):
        item = item_of(event, envelope(event, NOW))
        assert item is not None
        known[item.item_id] = item
    situation = Situation(Here("wca"), NOW, LIMITS, [follower(FRA, "state_authority", EVERYTHING)], known)
    late = notices(call, envelope(call, NOW), situation)
    assert [(one.decision.status, one.decision.why, one.content["seen"]) for one in late] == [
        ("settled", "not_shown", None)
    ]


def test_what_was_made_of_a_view_is_made_anew_or_erased() -> None:
    content: MessageContent = {
        "thread": "t",
        "reason": {"role": "approached"},
        "seen": {"title": "CANARY"},
        "reminder": None,
    }
    assert "CANARY" not in str(replaced(content, None))
    assert replaced(content, None)["erased"]
    entries: list[EntryContent] = [{"seen": {"item_id": one, "title": f"CANARY-{one}"}} for one in ("a", "b")]
    kept = without({"overview": {"batch": "daily", "entries": entries}}, "a", None)
    assert [e["seen"]["item_id"] for e in kept["overview"]["entries"]] == ["b"]
    assert "erased" not in kept
    assert without(kept, "b", None)["erased"]


@pytest.mark.control
def test_control_the_full_view_would_be_found() -> None:
    found = told(story(()), [follower(TCD, "state_authority", EVERYTHING)])
    assert set(leaks(found, (), TCD)) >= {"title", "reference", "requesting_states"}
