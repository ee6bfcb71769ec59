"""Where a request's page leads its reader: pages by which the policy lets somebody do something with it now (WM 8, 11, 16, 17)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from services.console.forms.support_request import lead_for
from services.console.http.acting import Case
from services.console.http.named import REQUEST
from services.console.http.pages.ready import looks
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide

State = dict[str, Any]


def _always(_: State) -> bool:
    return True


def _in_line(state: State) -> bool:
    return bool(state.get("status") == "in_line")


def _shown(state: State) -> bool:
    return _in_line(state) and bool(state.get("shown"))


@dataclass(frozen=True)
class Way:
    """``tail`` of the address below the request's; ``title``: key; ``fits``: whether it makes sense as the request stands."""

    tail: str
    title: str
    action: Action
    fits: Callable[[State], bool] = _always


WAYS = (
    Way("feedback", "title.feedback", a.SHARE_FEEDBACK),
    Way("decision", "title.decision", a.DECIDE_REQUEST),
    Way("bench", "title.bench", a.RANK_OFFERS, _in_line),
    Way("call", "title.seek", a.SEEK_OFFERS, _shown),
    Way("revise", "title.revise", a.REVISE_REQUEST),
    Way("agreement", "title.agreement", a.GIVE_CONSENT),
    Way("workbook", "title.book_out", a.GIVE_CONSENT),
)


def ways_of(case: Case) -> list[tuple[str, str]]:
    """Address and title of each page that the reader may use, in their order."""
    thing, home = REQUEST.of(case.state), f"/requests/{case.item['itemId']}"
    state = case.state | {"status": case.item["status"]}
    allowed = [one for one in WAYS if one.fits(state) and decide(case.visit.actor, one.action, thing).allowed]
    found = [(f"{home}/{one.tail}", one.title) for one in allowed]
    if any(one.tail == "workbook" for one in allowed):
        found.append(("/requests/workbook/in", "title.workbook_in"))
    asking = (state.get("content") or {}).get("requesting_states") or ()
    if looks(case.visit) and lead_for(case.visit.actor) in asking and case.item["functionalAreas"]:
        areas = urlencode([("area", one) for one in case.item["functionalAreas"]])
        found.append((f"/ready?{areas}", "title.ready"))
    return found


def decides(case: Case) -> bool:
    """Whether the policy lets the reader decide on it: whoever may not is told who does."""
    return decide(case.visit.actor, a.DECIDE_REQUEST, REQUEST.of(case.state)).allowed
