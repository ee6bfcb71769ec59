"""An integrator serves itself: tokens of its programs, made and revoked; its endpoints, how they do, called for a test (WM 3)."""

from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.http.deciding import faults_of, new_key
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.access.actions import KEEP_TOKEN
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.modalities.access.scopes import SCOPES

DAYS = 90
"""How long a token holds where nothing else is said."""


async def show(visit: Visit) -> Shown:
    """Of the person's party; officers see those of their region, and make none."""
    return await _view(visit, {})


async def take(visit: Visit) -> Shown:
    """A new token is shown on the answer alone, once: nothing of ours keeps it."""
    act = visit.field("do")
    if act == "test":
        done = await visit.command("test_endpoint", id=visit.field("webhook"), key=visit.send_key())
        tried = done.state if isinstance(done, CommandDone) else {}
        return await _view(visit, {"tried": visit.field("webhook"), "heard": tried}, done)
    visit.freshly()
    if act == "revoke":
        done = await visit.command("revoke_token", token=visit.field("token_id"), key=visit.send_key())
        return Moved("/integration") if isinstance(done, CommandDone) else await _view(visit, {}, done)
    scopes = [one for name, one in visit.typed if name == "scopes"]
    days = visit.number("days") if visit.field("days") else DAYS
    done = await visit.command(
        "create_token", called=visit.field("name"), scopes=scopes, days=days, key=visit.send_key()
    )
    made = done.state.get("token") if isinstance(done, CommandDone) else None
    return await _view(visit, {"made": made, "name": visit.field("name"), "chosen": scopes}, done)


async def _view(visit: Visit, more: dict[str, Any], done: CommandDone | CommandProblem | None = None) -> View:
    found = await visit.ask("integration")
    faults = faults_of(done, visit.words) if isinstance(done, CommandProblem) else []
    party = visit.actor.party
    may = party is not None and decide(visit.actor, KEEP_TOKEN, of_party(party)).allowed
    data = {
        "tokens": found["tokens"], "endpoints": found["webhooks"], "faults": faults, "scopes": tuple(SCOPES), "days": DAYS,
        "send_key": new_key(), "may": may, "made": None, "name": "", "chosen": [], "tried": "", "heard": {}, **more,
    }  # fmt: skip
    return View("title.integration", data, 422 if faults else 200, faulty=bool(faults))


PAGE = Page(
    "integration", "/integration", "integration", ("integration", "create_token", "revoke_token", "test_endpoint"), show, take
)  # fmt: skip
