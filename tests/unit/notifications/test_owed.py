"""Mails, reminders and the gateway's worklist agree on who must act, by when, on which paragraph."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.projections.rows import row_of
from services.notifications.actions import tell
from services.notifications.actions.tell import Situation, notices
from services.notifications.domain.items import Known
from services.notifications.domain.owed import owed
from services.notifications.domain.parties import Here
from services.notifications.kinds.lists import item_of
from shared.contracts import matching, roster
from shared.contracts.event import Event
from shared.modalities.errors import ModalityError
from tests.support.happenings import Request, envelope, match, offer
from tests.support.limits import LIMITS
from tests.support.plain_worklist import worklist

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, CMR, FRA, BUREAU = "iso3166:TCD", "iso3166:CMR", "iso3166:FRA", "unhcr-bureau:wca"
STEPS = ("feedback", "revised", "in_line", "not_in_line", "consent", "consent_other", "back", "withdrawn", "covered",
         "reopened", "agreed", "declined", "left", "to_one", "to_another")  # fmt: skip
Owing = set[tuple[str, str, datetime]]


def happen(steps: list[str], *, joint: bool) -> Iterator[tuple[datetime, Event]]:
    """A request's life, as far as the steps are possible one after the other."""
    states = [TCD, CMR] if joint else [TCD]
    one, now, need = Request("r1", START, requesting_states=states), START, 0
    yield now, one.submitted
    for step in steps:
        now += timedelta(days=1)
        if step in {"covered", "reopened"}:
            if one.state.status == "in_line":
                need += 1
                yield now, one.need(0 if step == "covered" else 1, need)
            continue
        with suppress(ModalityError):
            yield now, take(one, step, now, CMR if joint else TCD)


def take(one: Request, step: str, now: datetime, other: str) -> Event:
    """One step of the request. Raises Conflict when it is not possible now."""
    return {
        "feedback": lambda: one.feedback(now), "revised": lambda: one.revised(now),
        "in_line": lambda: one.decided(now), "not_in_line": lambda: one.decided(now, in_line=False),
        "consent": lambda: one.consent(now, ("title",)), "consent_other": lambda: one.consent(now, ("title",), other),
        "to_one": lambda: one.consent(now, ("title",), parties=("iso3166:FRA",)),
        "to_another": lambda: one.consent(now, ("title",), other, parties=("iso3166:POL",)),
        "back": one.consent_back, "withdrawn": one.withdrawn, "agreed": lambda: one.said(now, other, "agreed"),
        "declined": lambda: one.said(now, other, "declined"), "left": lambda: one.said(now, other, "left"),
    }[step]()  # fmt: skip


class Both:
    """The two copies side by side: the gateway's rows and what notifications knows."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Any] = {}
        self.known: dict[str, Known] = {}

    def hear(self, event: Event, at: datetime) -> None:
        heard = envelope(event, at)
        row = row_of(event, heard, event.model_dump_json().encode())
        if row is not None:
            data = event.model_dump(mode="json")
            kept = {"state": data if row["field"] is None else data[row["field"]], "changed_at": row["at"]}
            self.rows[row["kind"], row["id"]] = SimpleNamespace(**(row | kept))
        item = item_of(event, heard)
        if item is not None:
            self.known[item.item_id] = item

    def worklist(self) -> Owing:
        """Who owes what, as the gateway says."""
        alive = [r for r in self.rows.values() if r.kind in {"request", "need"} or r.status == "reserved"]
        found = worklist([r for r in alive if r.status != "withdrawn"], START, 30, 7, 14)
        return {(who, one.paragraph, one.due_at) for one in found for who in one.who}

    def owed(self) -> Owing:
        """Who owes what, as notifications says; calls for offers are not in the worklist, nor is what begins later."""
        steps = owed(self.known, LIMITS)
        return {
            (s.party, s.paragraph.number, s.due_at)
            for s in steps
            if s.owed != "solicitation" and (s.step.begins_at or START) <= START
        }


def told_to_act(event: Event, at: datetime, both: Both) -> set[str]:
    """Whom the mails of an event ask for a step."""
    situation = Situation(Here("wca"), at, LIMITS, (), dict(both.known))
    return {one.party for one in notices(event, envelope(event, at), situation) if one.decision.wish.must_act}


def agree(life: list[tuple[datetime, Event]], both: Both, asked: set[str]) -> None:
    """Whoever owes a step was asked for it, and nobody is asked who owes none."""
    for at, event in life:
        before = {who for who, _, _ in both.owed()}
        both.hear(event, at)
        assert both.owed() == both.worklist()
        owing = {who for who, _, _ in both.owed()}
        now_asked = told_to_act(event, at, both)
        asked = (asked & before) | now_asked
        assert now_asked <= owing, f"{event.wire_type} asks {now_asked}, owing are {owing}"
        # A need that is open again follows the end of a match, whose mail asks.
        if not isinstance(event, matching.OpenNeedChanged):
            assert owing <= asked, f"{event.wire_type}: {owing} owe, asked were {asked}"
        asked |= owing if isinstance(event, matching.OpenNeedChanged) else set()


@pytest.mark.paragraph("8")
@pytest.mark.paragraph("16")
@pytest.mark.paragraph("17")
@settings(max_examples=500)
@given(st.lists(st.sampled_from(STEPS), max_size=8), st.booleans())
def test_mails_and_worklist_agree_through_any_life_of_a_request(steps: list[str], joint: bool) -> None:
    agree(list(happen(steps, joint=joint)), Both(), set())


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("17")
def test_states_that_agree_to_nobody_in_common_are_spoken_with() -> None:
    life, both = list(happen(["agreed", "in_line", "to_one", "to_another"], joint=True)), Both()
    assert len(life) == 5
    agree(life, both, set())
    assert [(step.owed, step.party) for step in owed(both.known, LIMITS)] == [("consult", BUREAU)]


def test_a_life_that_goes_well_is_among_them() -> None:
    life = list(happen(["feedback", "revised", "in_line", "consent", "covered", "reopened", "back"], joint=False))
    assert len(life) == 8
    agree(life, Both(), set())


@pytest.mark.paragraph("17")
def test_a_no_before_the_decision_is_a_matter_for_the_bureau() -> None:
    for joint in (False, True):
        agree(list(happen(["consent", "back", "in_line", "consent", "back"], joint=joint)), Both(), set())


@pytest.mark.paragraph("11")
def test_they_agree_on_a_match() -> None:
    both, asked = Both(), set()
    life = list(happen(["in_line", "consent", "reopened"], joint=False))
    request = Request("r1", START)
    agree(life, both, asked)
    both.hear(offer("offer-001", START), START)
    at = START + timedelta(days=10)
    pending, one, all_ = ({TCD: a, FRA: b} for a, b in (("pending",) * 2, ("accepted", "pending"), ("accepted",) * 2))
    steps: list[tuple[datetime, Event]] = [
        (at, request.need(0, 2)),
        (at, match(matching.MatchReserved, request, at, pending, status="reserved")),
        (at, match(matching.MatchAnswered, request, at, one, status="reserved", version=3)),
        (at + timedelta(days=1), match(matching.MatchAnswered, request, at, all_, status="reserved", version=4)),
        (at + timedelta(days=2), match(matching.MatchConfirmed, request, at, all_, status="confirmed", version=5)),
    ]
    agree(steps, both, set())
    assert both.owed() == set()


@pytest.mark.control
@pytest.mark.parametrize("planted", ["asks everyone", "asks nobody"])
def test_control_a_mail_that_asks_others_than_owe_is_found(monkeypatch: pytest.MonkeyPatch, planted: str) -> None:
    monkeypatch.setattr(tell, "_owes_nothing", lambda told, party: planted == "asks nobody")
    life = list(happen(["in_line", "consent", "covered", "consent"], joint=False))
    with pytest.raises(AssertionError, match="asks" if planted == "asks everyone" else "owe, asked were"):
        agree(life, Both(), set())


@pytest.mark.paragraph("18")
def test_an_answer_to_a_call_ends_it_for_its_party_whatever_comes_first() -> None:
    request = Request("r1", START)
    life: list[Event] = [request.submitted, request.decided(START), request.consent(START, ("title",))]
    life += [request.sought(START, FRA, "org:euaa")]
    life += [offer("offer-002", START, roster.OfferMadeInResponse, in_response_to="r1")]
    for order in (life, life[::-1], [life[3], life[4], *life[:3]]):
        known: dict[str, Known] = {}
        for event in order:
            item = item_of(event, envelope(event, START))
            assert item is not None
            if item.item_id not in known or known[item.item_id].version < item.version:
                known[item.item_id] = item
        assert {step.party for step in owed(known, LIMITS) if step.owed == "solicitation"} == {"org:euaa"}
    back = item_of(request.consent_back(), envelope(request.submitted, START))
    assert back is not None
    assert not [s for s in owed(known | {"r1": back}, LIMITS) if s.owed == "solicitation"]
