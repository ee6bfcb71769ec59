"""What pages of a request's draft at its owner share: finding it, who may do what with it, what is to be done next (WM 3, 8, 15.v)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case
from services.console.http.at_owner import OVER, read
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.vocabulary import OFFICE
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

HOME = "/preparing/{id}"


def item_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as pages have their items."""
    return {"itemId": draft["draftId"], "kind": "draft", "version": draft["version"], "status": draft["status"],
            "title": draft["title"], "reference": draft.get("reference"), "state": dict(draft)}  # fmt: skip


def thing_of(draft: Mapping[str, Any]) -> Resource:
    """Who stands in it as what."""
    hands = ((one["party"], one["role"]) for one in draft["hands"])
    return resources.draft(draft["region"], draft["lead"], draft["openedBy"], draft["asked"], hands)


def case_of(visit: Visit, draft: Mapping[str, Any]) -> Case:
    """A draft before the person who asks."""
    return Case(visit, item_of(draft))


async def find(visit: Visit) -> Case:
    """The draft of the address. Raises NotFound, also for who has no hand in it."""
    return case_of(visit, await read(visit, visit.place("draft_id")))


def may(case: Case, action: Action, party: str | None = None) -> bool:
    """Whether the policy lets the reader do it; ``party``: for that one alone."""
    thing = thing_of(case.state)
    return decide(case.visit.actor, action, thing.only(party) if party is not None else thing).allowed


def is_live(case: Case) -> bool:
    """Whether there is anything to be done with it."""
    return case.state["status"] not in OVER


def unsigned_of(draft: Mapping[str, Any], party: str | None) -> str | None:
    """The State whose missing signature is a party's affair: its own, or that of the State of its office."""
    state = f"iso3166:{party.removeprefix(OFFICE)}" if party is not None and party.startswith(OFFICE) else party
    return state if draft["status"] == "to_be_signed" and state in draft["missing"] else None


def text_read(case: Case) -> dict[str, Any]:
    """The digest of the text that is shown."""
    return {"digest": case.state["digest"]}


ON = OfferedOn("draft", HOME, "draft_id", "prepared")


def draft_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str,
    *, fits: Callable[[Case], bool] = is_live, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a draft; ``who``: who may, said to whoever may not; ``fits``: whether it makes sense as it stands."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), fits=fits, who=who,
        paragraph=action.paragraph, order=order, find=find, example="prepared", **more,
    )  # fmt: skip
