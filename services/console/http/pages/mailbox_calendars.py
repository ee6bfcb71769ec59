"""Calendars of dates of one of a party's addresses: made with a private address that is shown once, and ended (WM 6)."""

from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.forms.of_mailboxes import CALENDAR
from services.console.forms.questions import missing, read, shown
from services.console.http.acting import Case
from services.console.http.deciding import faults_of, lacking, new_key
from services.console.http.mailboxes import ALL, find
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit


async def _view(case: Case, typed: dict[str, Any], faults: list[dict[str, Any]], made: str | None = None) -> View:
    visit, one = case.visit, case.item["itemId"]
    feeds = (await visit.ask("calendars", id=one))["calendars"]
    data = {"item": case.item, "about": f"{ALL}/{one}/calendars", "calendars": feeds, "shown": shown(CALENDAR, typed),
            "faults": faults, "made": made, "send_key": new_key()}  # fmt: skip
    return View("title.mailbox_calendars", data, 422 if faults else 200, faulty=bool(faults))


async def show(visit: Visit) -> Shown:
    """Oldest first, each with when a program last read it."""
    return await _view(await find(visit), {"covers": "own"}, [])


async def take(visit: Visit) -> Shown:
    """A new one's address is on the answer alone, once: nothing of ours keeps it."""
    case = await find(visit)
    one = case.item["itemId"]
    if visit.field("do") == "end":
        done = await visit.command("end_calendar", id=one, calendar=visit.field("calendar"), key=visit.send_key())
        if isinstance(done, CommandDone):
            return Moved(f"{ALL}/{one}/calendars")
        return await _view(case, {}, faults_of(done, visit.words))
    typed = read(CALENDAR, visit.fields())
    if lacks := lacking(visit.words, missing(CALENDAR, typed)):
        return await _view(case, typed, lacks)
    done = await visit.command(
        "add_calendar", id=one, called=typed["name"], covers=typed["covers"], key=visit.send_key()
    )
    if isinstance(done, CommandProblem):
        return await _view(case, typed, faults_of(done, visit.words))
    return await _view(case, {"covers": "own"}, [], done.state["address"])


PAGE = Page("mailbox_calendars", ALL + "/{mailbox_id}/calendars", "mailbox_calendars",
            ("mailboxes", "calendars", "add_calendar", "end_calendar"), show, take, example={"mailbox_id": "mailbox"})  # fmt: skip
