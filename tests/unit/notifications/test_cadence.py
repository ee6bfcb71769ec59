"""When a deadline is recalled, and who is told: cadence and escalation per role (WM 6)."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.audiences.table import audiences_of
from services.notifications.domain.owed import Owing, owed
from services.notifications.domain.parties import Here
from services.notifications.domain.reminder_times import Cadence, levels, recalls, told
from services.notifications.kinds.lists import item_of
from services.notifications.reactions import FOREIGN
from services.notifications.settings import NotificationsSettings
from shared.contracts import matching
from shared.contracts.notifications import Reminder, ReminderDue
from shared.modalities.access.actor import Role
from tests.support.happenings import Request, envelope, match
from tests.support.limits import LIMITS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 15, 22, 30, tzinfo=UTC)
TCD, FRA, BUREAU, OFFICE, GENEVA = (
    "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD", "unhcr:secretariat",
)  # fmt: skip


def test_three_days_before_on_the_day_then_weekly() -> None:
    found = recalls(DUE, Cadence(until=21), voluntary=False, zone="UTC", at=time(8))
    assert [(one.step, one.days, f"{one.at:%m-%d %H:%M}") for one in found] == [
        ("before-3", -3, "03-12 08:00"), ("day", 0, "03-15 08:00"), ("late-7", 7, "03-22 08:00"),
        ("late-14", 14, "03-29 08:00"), ("late-21", 21, "04-05 08:00"),
    ]  # fmt: skip


def test_the_day_is_that_of_the_deployment() -> None:
    found = recalls(DUE, Cadence(before=(1,), every=0), voluntary=False, zone="Africa/Nairobi", at=time(8))
    assert [f"{one.at:%m-%d %H:%M}" for one in found] == ["03-15 05:00", "03-16 05:00"]


@pytest.mark.paragraph("17")
def test_an_invitation_is_not_chased() -> None:
    found = recalls(DUE, Cadence(), voluntary=True, zone="UTC", at=time(8))
    assert [one.step for one in found] == ["before-3", "day"]


@given(
    st.builds(
        Cadence, before=st.lists(st.integers(1, 30), max_size=5, unique=True).map(tuple), on_the_day=st.booleans(),
        every=st.integers(0, 60), until=st.integers(0, 365),
    ),
    st.sampled_from(["UTC", "Africa/Ndjamena", "America/New_York"]),
)  # fmt: skip
def test_steps_come_in_order_each_once_and_end(cadence: Cadence, zone: str) -> None:
    found = recalls(DUE, cadence, voluntary=False, zone=zone, at=time(8))
    assert [one.days for one in found] == sorted({one.days for one in found})
    assert len({one.step for one in found}) == len(found)
    assert all(one.days <= max(cadence.until, 0) for one in found)


def step_of(one: Request, kind: str) -> tuple[Owing, dict]:
    events = [one.submitted, *((one.decided(NOW),) if kind == "consent" else ())]
    known = {"r1": item_of(events[-1], envelope(events[-1], NOW))}
    return next(s for s in owed(known, LIMITS) if s.owed == kind), known  # type: ignore[arg-type]


@pytest.mark.paragraph("8")
def test_a_late_state_goes_up_by_its_office_its_bureau_and_geneva_one_level_at_a_time() -> None:
    step, known = step_of(Request("r1", NOW), "consent")
    above = levels(step, known)
    assert above == (("country_office", OFFICE), ("bureau", BUREAU), ("geneva", GENEVA))
    by_day = {days: told(days, Cadence(), above) for days in (-3, 0, 6, 7, 14, 21, 28, 56)}
    assert by_day == {-3: (), 0: (), 6: (), 7: (OFFICE,), 14: (BUREAU,), 21: (BUREAU,), 28: (GENEVA,), 56: (GENEVA,)}


def test_a_direct_request_has_no_office_and_a_late_bureau_goes_to_geneva() -> None:
    direct = Request("r1", NOW, submission_route={"route": "direct", "reason": "No office"})
    assert levels(*step_of(direct, "consent")) == (("bureau", BUREAU), ("geneva", GENEVA))
    assert levels(*step_of(Request("r1", NOW), "feedback")) == (("geneva", GENEVA),)


@pytest.mark.paragraph("17")
def test_the_office_of_an_offering_state_is_not_told_of_a_request() -> None:
    one = Request("r1", NOW)
    events = [one.submitted, one.decided(NOW), one.consent(NOW, ("title",)),
              match(matching.MatchReserved, one, NOW, {TCD: "pending", FRA: "pending"}, status="reserved")]  # fmt: skip
    known = {item.item_id: item for event in events if (item := item_of(event, envelope(event, NOW)))}
    above = {s.party: levels(s, known) for s in owed(known, LIMITS) if s.owed == "answer"}
    assert above == {
        TCD: (("country_office", OFFICE), ("bureau", BUREAU), ("geneva", GENEVA)),
        FRA: (("bureau", BUREAU), ("geneva", GENEVA)),
    }


def test_cadences_are_settings_by_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", "postgresql://x/y")
    monkeypatch.setenv("ACSG_REMINDERS", '{"state_authority": {"before": [7, 1], "every": 14, "to_geneva": 60}}')
    settings = NotificationsSettings()
    assert settings.cadence(Role.STATE_AUTHORITY).before == (7, 1)
    assert settings.cadence(Role.BUREAU_OFFICER).before == (2,)
    assert settings.cadence(Role.STAKEHOLDER) == Cadence()


def test_geneva_is_told_once_by_its_own_deployment_where_there_is_one() -> None:
    reminder = Reminder.model_validate(
        {
            "deadline_id": "d", "round": 1, "step": "late-28", "owed": "consent", "item_id": "r1", "item_kind": "request",
            "thread": "r1", "party": TCD, "escalated_to": [BUREAU, GENEVA], "due_at": DUE, "days": 28, "paragraph": "17",
        }
    )  # fmt: skip
    event = ReminderDue(aggregate_id="d", aggregate_version=1, reminder=reminder)

    def told_at(here: Here) -> list[tuple[str, bool]]:
        rows = audiences_of(event.wire_type, abroad=here.deployment != "wca")
        return [(party, row.must_act) for row in rows for party in row.resolve(event, here)]

    assert told_at(Here("wca")) == [(TCD, True), (BUREAU, False), (GENEVA, False)]
    assert told_at(Here("wca", "geneva")) == [(TCD, True), (BUREAU, False)]
    assert told_at(Here("geneva", "geneva")) == [(GENEVA, False)]
    assert told_at(Here("europe", "geneva")) == []
    assert ReminderDue in FOREIGN["global"]
    assert ReminderDue not in FOREIGN["regional"]
