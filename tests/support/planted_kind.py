"""A kind of item that there is not, put into a copy of the tree: what an addition costs notifications and gateway, and brings.

Its shape, events and words stand where those of every kind do; inside of each service it is one file and one row.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NOTIFICATIONS, GATEWAY = "services/notifications", "services/gateway"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
SHAPE = '''

from shared.contracts.event import Shape

VISIT = Topic("acsg.dialogue.visit", owner="dialogue", key="visit_id")


class VisitState(Shape):
    """A visit of officers to a party, and until when its report is due."""

    region: str
    reference: str
    title: str
    party: str
    report_due_at: datetime


class VisitPlanned(Event):
    """A visit was planned."""

    wire_type = "acsg.dialogue.visit-planned"
    topic = VISIT
    paragraph = P8

    visit: VisitState
'''
OWED = """

OwedOfVisit = Literal["visit_report"]
STEPS = (*STEPS, *get_args(OwedOfVisit))
"""
REMINDER = '''

from shared.contracts.owed import OwedOfVisit


class VisitReminder(Reminder):
    """One step of the cadence of a report."""

    owed: OwedOfVisit
    item_kind: Literal["visit"]


class VisitReminderDue(ReminderDue):
    """A report is due."""

    wire_type = "acsg.notifications.visit-reminder-due"
    paragraph = P8

    reminder: VisitReminder
'''
REMINDER_KIND = """

from shared.contracts.notifications import VisitReminder, VisitReminderDue
from shared.contracts.owed import OwedOfVisit

_KINDS = (*_KINDS, (OwedOfVisit, VisitReminder, VisitReminderDue))
"""
KIND = '''"""A visit of officers, to the party that they visit."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts.dialogue import VisitPlanned
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import VisitReminderDue
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P8
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


class VisitItem(ItemBody):
    """A visit."""

    kind: Literal["visit"] = "visit"
    region: str
    reference: str
    title: str
    party: str
    report_due_at: datetime

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole for who is visited, and for officers."""
        if not decide(who, a.READ_MEETING, resources.meeting(self.region, (self.party,), (), ())).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="visit", view="full", reference=self.reference,
            title=self.title, region=self.region, parties=(self.party,),
        )

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its report."""
        yield Step("visit_report", self.party, self.report_due_at, P8)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, VisitPlanned)
    return remembered(event, envelope, VisitItem(**event.visit.model_dump()))


def visited(event: Event, _: Here) -> tuple[str, ...]:
    """The party that is visited."""
    assert isinstance(event, VisitPlanned)
    return (event.visit.party,)


KIND = ItemKind(
    item=VisitItem,
    events=(VisitPlanned,),
    known=_known,
    roles={visited: "visited"},
    told={VisitPlanned: (act(visited, P8),)},
    reminders={VisitReminderDue: P8},
)
'''
ROW = '''"""Visits in the read model."""

from collections.abc import Iterator

from services.gateway.kinds.awaited import moment
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.dialogue import VisitPlanned
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.paragraphs import P8
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


def _row(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, VisitPlanned)
    one = event.visit
    thing = resources.meeting(one.region, (one.party,), (), ())
    return row("visit", "visit", "planned", envelope.time, (one.party,), thing, reference=one.reference)


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield Step("visit_report", kept.state["party"], moment(kept.state["report_due_at"]), P8)


KIND = RowKind(
    name="visit",
    family=VisitPlanned,
    row=_row,
    owner="dialogue",
    read=a.READ_MEETING,
    listed="visits",
    seen=lambda actor, thing, state: {**state, "seen": actor.party},
    owing=_owing,
    know_steps=a.READ_MEETING,
)
'''
WORDS = """

["acsg.dialogue.visit-planned"]
subject = "Visit planned"
know = "Officers visit your party."
act = "Officers visit your party. Write the report by the day below."

["acsg.notifications.visit-reminder-due"]
subject = "Reminder: {what}"
know = "{what} {days}."
act = "{what} {days}."
"""


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _insert(path: Path, after: str, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert after in before, (path, after)
    path.write_text(before.replace(after, after + text, 1), encoding="utf-8")


def plant(tree: Path) -> None:
    """Copies what both services need, and puts the kind in: words and contracts, then two files of each service."""
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shared", tree / "shared", ignore=left_out)
    for service in (NOTIFICATIONS, GATEWAY):
        shutil.copytree(ROOT / service, tree / service, ignore=left_out)
    shutil.copy(ROOT / "services/__init__.py", tree / "services/__init__.py")
    _append(tree / "shared/contracts/dialogue.py", SHAPE)
    _append(tree / "shared/contracts/owed.py", OWED)
    _append(tree / "shared/contracts/notifications.py", REMINDER)
    _append(tree / "shared/contracts/reminder_kinds.py", REMINDER_KIND)
    for language in LANGUAGES:
        _insert(tree / "shared/wording/steps.toml", f"[{language}]\n", 'visit_report = "the report of the visit"\n')
        words = tree / NOTIFICATIONS / f"wording/{language}.toml"
        _insert(words, "[kind]\n", 'visit = "Visit"\n')
        _insert(words, "[why]\n", 'visited = "Your party is visited."\n')
        _append(words, WORDS)
    (tree / NOTIFICATIONS / "kinds/visit.py").write_text(KIND, encoding="utf-8")
    (tree / GATEWAY / "kinds/visit.py").write_text(ROW, encoding="utf-8")
    for service in (NOTIFICATIONS, GATEWAY):
        registry = tree / service / "kinds/__init__.py"
        _insert(registry, "    request.KIND,\n", "    visit.KIND,\n")
        _insert(registry, f"from {service.replace('/', '.')}.kinds import (\n", "    visit,\n")


def touched(tree: Path, service: str = NOTIFICATIONS) -> set[str]:
    """Files of code of a service that the copy has otherwise, or beside."""
    copy = tree / service
    there = {str(path.relative_to(copy)): path for path in copy.rglob("*.py")}
    return {
        name for name, path in there.items()
        if not (original := ROOT / service / name).exists() or original.read_bytes() != path.read_bytes()
    }  # fmt: skip


def driven(tree: Path, script: str) -> dict[str, Any]:
    """What a script prints as JSON in the copy."""
    given = {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tree, env=os.environ | given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
