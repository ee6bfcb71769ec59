"""A kind of item is added to notifications in two files, and is mailed, listed in the inbox and reminded of (house, 3)."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.planted_kind import LANGUAGES, driven, plant, touched

SCRIPT = """
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Row

import services.notifications
from services.notifications.actions.tell import Situation, draft, notices
from services.notifications.audiences.table import FOLLOWED
from services.notifications.channels.email import message
from services.notifications.domain import filters
from services.notifications.domain.address import address_of
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.owed import owed
from services.notifications.domain.parties import Here
from services.notifications.domain.preferences import Mailbox
from services.notifications.domain.reminder_times import levels
from services.notifications.domain.seen import Seen
from services.notifications.http.inbox import entry_of
from services.notifications.http.inbox_schemas import ItemAnswer
from services.notifications.kinds import lists
from services.notifications.queries.follow_calendar import dates_of
from services.notifications.queries.read_inbox import ToldNotice
from services.notifications.reactions import SUBSCRIPTIONS, deadlines
from services.notifications.reactions.reminders import Reminders
from services.notifications.settings import NotificationsSettings
from services.notifications.wording import catalogue
from shared.contracts.dialogue import VisitPlanned, VisitState
from shared.contracts.envelope import Envelope
from shared.runtime.clock import FixedClock

NOW, TCD, BUREAU = datetime(2026, 3, 2, 9, tzinfo=UTC), "iso3166:TCD", "unhcr-bureau:wca"
settings = NotificationsSettings(
    database_url="postgresql://x/y", mail_link_url="https://mail.example.org/", mail_link_keys=("k" * 40,), mode="production"
)
due = NOW + timedelta(days=7)
visit = VisitState(region="wca", reference="ACSG-V-1", title="Registration in Adre", party=TCD, report_due_at=due)
event = VisitPlanned(aggregate_id="v1", aggregate_version=1, visit=visit)


def enveloped(event, number):
    return Envelope(f"e{number}", "/acsg/wca/x", event.wire_type, 1, event.aggregate_id, NOW, "wca", 1,
                    f"{event.topic.name}/0", number, 1, event.classification.value, "test")


def mailed(event, number, situation):
    about = enveloped(event, number)
    [notice] = [one for one in notices(event, about, situation) if one.party == TCD]
    held = Delivery(f"d{number}", about.id, about.type, notice.item_id, draft(notice), 0, 1, "a@example.org", "en", "b1")
    return notice, message(held, settings, FixedClock(NOW), address_of("a@example.org")).decode()


known = lists.known_of(json.loads(lists.item_of(event, enveloped(event, 1)).model_dump_json()))
group = {"v1": known}
[step] = owed(group, settings.limits, NOW)
row = Row(deadline_id=step.deadline_id, round=1, item_id="v1", item_kind=known.body.kind, thread="v1", party=TCD,
          owed=step.owed, due_at=step.due_at, paragraph=step.paragraph.number, levels=levels(step, group),
          changed_at=NOW, closed_at=None)
reminders = Reminders(None, settings)
recalls = reminders.steps(row)
reminder = reminders.event(row, recalls[0], 1)
situation = Situation(Here("wca"), NOW, settings.limits, [Mailbox(mailbox_id="b1", party=TCD, role="state_authority")],
                      open_deadlines={(step.deadline_id, 1)})
first, mail = mailed(event, 1, situation)
second, recalled = mailed(reminder, 2, situation)
stored = Row(event_id="e1", event_type=event.wire_type, at=NOW, must_act=True, thread="v1", content=first.content,
             reason=first.content["reason"], step=first.step, read_at=None, done_at=None, done_why=None, mailbox_ids=["b1"])
entry = entry_of(ToldNotice(stored, Seen.model_validate(first.content["seen"]), first.due_at), "en", NOW)
[date] = dates_of([row], {"v1": group}, TCD)
print(json.dumps({
    "from": services.notifications.__file__,
    "read": [VisitPlanned in SUBSCRIPTIONS, VisitPlanned in deadlines.SUBSCRIPTIONS],
    "mail": mail, "recalled": recalled, "entry": entry.model_dump(mode="json"),
    "enum": ItemAnswer.model_json_schema()["properties"]["kind"]["enum"],
    "deadline": [step.deadline_id, step.due_at.isoformat(), row.levels], "cadence": [one.step for one in recalls[:3]],
    "reminder": [reminder.wire_type, reminder.reminder.owed, reminder.reminder.item_kind],
    "date": [date.deadline_id, date.own, date.seen.title],
    "filter": [one.code for one in filters.faults({"kinds": ["visit"]}, FOLLOWED, lists.FOLLOWED)],
    "words": {one: catalogue.faults(one, catalogue._document(one)) for one in ("ar", "en", "es", "fr", "ru", "zh")},
    "shown": [row["kind"] for row in [first.content["seen"]]],
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("planted")
    plant(made)
    return made


@pytest.fixture(scope="module")
def found(tree: Path) -> dict[str, Any]:
    there = driven(tree, SCRIPT)
    assert there["from"].startswith(str(tree)), "the copy was not what ran"
    return there


def test_a_kind_is_added_in_two_files(tree: Path) -> None:
    assert touched(tree) == {"kinds/visit.py", "kinds/__init__.py"}


def test_its_events_are_read_and_its_words_are_asked_for(found: dict[str, Any]) -> None:
    assert found["read"] == [True, True]
    assert found["words"] == {one: [] for one in LANGUAGES}
    assert found["filter"] == []


def test_it_is_mailed_to_who_must_act(found: dict[str, Any]) -> None:
    assert "Subject: [ACSG-V-1] Visit planned: Registration in Adre" in found["mail"].replace("\n ", " ").replace(
        "\r", ""
    )
    assert found["shown"] == ["visit"]


def test_it_stands_in_the_inbox_and_in_its_schema(found: dict[str, Any]) -> None:
    entry = found["entry"]
    assert (entry["need"], entry["step"], entry["item"]["kind"]) == ("must_act", "visit_report", "visit")
    assert "visit" in found["enum"]


def test_its_deadline_is_recalled_and_goes_up(found: dict[str, Any]) -> None:
    identity, _, above = found["deadline"]
    assert identity == "visit_report:v1:iso3166:TCD"
    assert above == [["bureau", "unhcr-bureau:wca"], ["geneva", "unhcr:secretariat"]]
    assert found["cadence"] == ["before-3", "day", "late-7"]
    assert found["reminder"] == ["acsg.notifications.visit-reminder-due", "visit_report", "visit"]
    assert "the report of the visit" in found["recalled"]
    assert found["date"] == ["visit_report:v1:iso3166:TCD", True, "Registration in Adre"]


@pytest.mark.control
def test_control_without_its_row_nothing_knows_it(tmp_path: Path) -> None:
    plant(tmp_path)
    registry = tmp_path / "services/notifications/kinds/__init__.py"
    registry.write_text(registry.read_text(encoding="utf-8").replace("    visit.KIND,\n", ""), encoding="utf-8")
    script = (
        "import json; from services.notifications.kinds import lists; from shared.contracts.dialogue import VisitPlanned;"
        "print(json.dumps({'known': VisitPlanned in lists.ITEM_EVENTS, 'shown': 'visit' in lists.SHOWN}))"
    )
    assert driven(tmp_path, script) == {"known": False, "shown": False}
