"""What pages of a request's draft at its owner share: finding it, who may do what with it, what is to be done next (WM 3, 8, 15.v)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.http.acting import Case
from services.console.http.at_owner import OVER, read
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.vocabulary import OFFICE, office_of
from shared.modalities.access import resources
from shared.modalities.access.actions import COMMENT_DRAFT, EDIT_DRAFT, Action
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


@dataclass(frozen=True)
class Lack:
    """What stands before a draft becomes a request: the key of its words, who owes it, in how many places, by when."""

    words: str
    owed_by: tuple[str, ...]
    places: int = 0
    until: str | None = None


def lacks(draft: Mapping[str, Any], faults: int) -> list[Lack]:
    """What is lacking, in the order in which it is done; ``faults``: places of the text that the door would not take (WM 8, 15.v)."""
    if draft["status"] in OVER:
        return []
    prepares = (draft["lead"], office_of(draft["lead"]))
    write = (*prepares, *(one["party"] for one in draft["hands"] if one["role"] == "editor"))
    asked = draft["status"] == "to_be_signed"
    found = [Lack("act.lack_text", write, faults)] if faults else []
    found += [] if asked else [Lack("title.draft_signing", prepares)]
    found += [Lack("act.lack_signature", (one,), until=draft["signBy"] if asked else None) for one in draft["missing"]]
    return [*found, Lack("title.draft_submission", prepares)]


def resolvable(case: Case) -> list[dict[str, Any]]:
    """Comments that the reader may say are resolved: its own, and all of them for who edits."""
    edits = may(case, EDIT_DRAFT)
    return [one for one in case.state["comments"] if not one["resolvedBy"] and (edits or one["by"] == case.party)]


def comments_of(case: Case, parts: Iterable[str]) -> list[dict[str, Any]]:
    """What was said of some parts of the text, in its order, with what the reader may do about it."""
    names = frozenset(parts)
    live, mine = is_live(case), {one["commentId"] for one in resolvable(case)}
    answers = live and may(case, COMMENT_DRAFT)
    said = [one | {"part": one["place"].removeprefix("/").partition("/")[0]} for one in case.state["comments"]]
    return [
        one | {"answers": answers, "resolves": live and one["commentId"] in mine}
        for one in said
        if one["part"] in names
    ]


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
