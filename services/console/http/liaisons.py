"""What pages of contacts with parties share: who reads them, finding one, with whom one may have spoken (WM 6)."""

from collections.abc import Mapping
from typing import Any, get_args

from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.options import by_name, parties
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.reference.states import states
from shared.contracts.shapes.liaison import LiaisonAboutKind
from shared.modalities.access.actions import READ_LIAISON, Action
from shared.modalities.access.liaisons import liaison
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound

ON = OfferedOn("liaison", "/contacts/{id}", "liaison_id", reads="item")
ABOUT: tuple[str, ...] = get_args(LiaisonAboutKind)
"""Kinds of things that a contact may be about."""
find = ON.find


def officers_only(visit: Visit) -> None:
    """For who is no officer there is no such page. Raises NotFound."""
    if not decide(visit.actor, READ_LIAISON, liaison(visit.actor.region)).allowed:
        raise NotFound("not_found", "There is no such page")


def may(visit: Visit, action: Action, region: str | None) -> bool:
    """Whether the policy lets the reader do it."""
    return decide(visit.actor, action, liaison(region)).allowed


def contacted() -> list[str]:
    """States, their country offices, and organisations."""
    return [*parties(), *(f"unhcr-office:{code}" for code in states())]


def choices(case: Case) -> Mapping[str, Named]:
    """With whom one may have spoken, by name; an office beside its State."""
    return {"contacted": by_name(case.visit.words, contacted())}


def liaison_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str,
    *, when: tuple[str, ...], **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a contact; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case.visit, action, case.state.get("region")),
        who="Officers of its deployment alone", fits=lambda case: case.state["status"] in when, paragraph=action.paragraph,
        order=order, fresh=False, **more,
    )  # fmt: skip
