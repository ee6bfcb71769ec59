"""What pages of warnings share: finding one, and who may do what with it by the policy (WM 12)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from shared.modalities.access.actions import READ_WARNING, Action
from shared.modalities.access.crises import warning
from shared.modalities.access.policy import decide

NEW = "/warnings/new"
"""Where signals of own records stand before one is kept."""
ON = OfferedOn("warning", "/warnings/{id}", "warning_id", reads="warning")


def reads_warnings(visit: Any) -> bool:
    """Whether the policy lets the person read of warnings at all."""
    return decide(visit.actor, READ_WARNING, warning(visit.actor.region)).allowed


async def find(visit: Any) -> Case:
    """The warning of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("warning", visit.place("warning_id"), "warning"))


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    return decide(case.visit.actor, action, warning(case.state.get("region"))).allowed


def warning_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str,
    *, when: tuple[str, ...], **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a warning; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who="Officers of its region alone",
        fits=lambda case: case.state["status"] in when, paragraph=action.paragraph, order=order, find=find, fresh=False, **more,
    )  # fmt: skip


async def signals_of(visit: Any, month: str) -> list[dict[str, Any]]:
    """Signals of the deployment's own records in a month, as they are worked out now."""
    found: list[dict[str, Any]] = (await visit.ask("own_signals", month=month))["ownSignals"]["signals"]
    return found
