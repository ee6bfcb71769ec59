"""Ways out of this deployment, for its officers: how each does, a test within seconds, a hold that ends by itself (WM 6)."""

from datetime import timedelta
from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.http.deciding import faults_of, new_key
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6

HOURS = (1, 4, 12, 24, 72)
"""For how long mails or calls can be held; what waits leaves after it."""


async def show(visit: Visit) -> Shown:
    """One that does not do well stands first."""
    return await _view(visit, {})


async def take(visit: Visit) -> Shown:
    """Tests, holds or releases one of them; the page says what came of it."""
    channel, act = visit.field("channel"), visit.field("do")
    given: dict[str, Any] = {"channel": channel, "key": visit.send_key()}
    if act == "test":
        done = await visit.command("test_channel", **given)
    elif act == "release":
        done = await visit.command("release_channel", **given)
    else:
        until = visit.desk.clock.now() + timedelta(hours=visit.number("hours") or HOURS[0])
        done = await visit.command("hold_channel", until=until.isoformat(), reason=visit.field("reason"), **given)
    return await _view(visit, {"acted": channel, "act": act, "typed": visit.field("reason")}, done)


async def _view(visit: Visit, more: dict[str, Any], done: CommandDone | CommandProblem | None = None) -> View:
    if not visit.is_officer:
        raise NotPermitted("not_permitted", "Officers alone see how a deployment does", P6)
    found = (await visit.ask("channels"))["channels"]
    faults = faults_of(done, visit.words) if isinstance(done, CommandProblem) else []
    data = {
        "channels": sorted(found, key=lambda one: state_of(one) == "well"), "state_of": state_of, "hours": HOURS,
        "faults": faults, "send_key": new_key(), "acted": "", "act": "", "typed": "", **more,
    }  # fmt: skip
    return View("title.channels", data, 422 if faults else 200, faulty=bool(faults))


def state_of(channel: dict[str, Any]) -> str:
    """held, quiet, unknown (nobody tests it) or well; what is worst to miss comes first."""
    if channel["mutedUntil"] is not None:
        return "held"
    if channel["quietSince"] is not None:
        return "quiet"
    return "unknown" if channel["overdue"] or channel["lastTestAt"] is None else "well"


PAGE = Page(
    "channels", "/channels", "channels", ("channels", "test_channel", "hold_channel", "release_channel"), show, take
)  # fmt: skip
