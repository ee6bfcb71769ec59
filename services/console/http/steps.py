"""Which page does a step that is owed: one table, so that no template decides what a person may do.

What one cannot do is said with who can (``Doing.mine`` is False), never hidden and never a dead button.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.modalities.steps.pages import STEPS, address_of
from shared.modalities.steps.step import UNREAD


@dataclass(frozen=True)
class ShownStep:
    """A step as a page shows it; ``to`` is where the reader does it, None when it is not theirs or has no page yet.

    ``owed``: False where ``due_at`` is since when there is something to read, and nobody owes anything.
    """

    message: str
    who: tuple[str, ...]
    due_at: str
    late: bool
    paragraph: str
    mine: bool
    to: str | None
    kind: str = ""
    reference: str | None = None
    title: str | None = None
    about: str | None = None
    messages: int | None = None
    owed: bool = True


def doing(step: Mapping[str, Any], kind: str, item_id: str, party: str | None) -> ShownStep:
    """A step of the gateway, for a reader."""
    mine = party is not None and party in step["who"]
    to = STEPS.get((kind, step["code"])) if mine else None
    return ShownStep(
        step["message"], tuple(step["who"]), step["dueAt"], step["late"], step["paragraph"], mine,
        to.format(id=item_id) if to else None, kind, step.get("reference"), step.get("title"),
        address_of(kind, item_id), step.get("messages"), step["code"] != UNREAD,
    )  # fmt: skip


def steps_of(item: Mapping[str, Any], party: str | None) -> list[ShownStep]:
    """What waits on an item, the reader's own first."""
    here = address_of(item["kind"], item["itemId"])
    found = [doing(one, item["kind"], item["itemId"], party) for one in item["steps"] or ()]
    # A button that leads to the page on which it stands does nothing.
    found = [replace(one, to=None) if one.to == here else one for one in found]
    return sorted(found, key=lambda one: not one.mine)


def listed(steps: Iterable[Mapping[str, Any]], party: str | None) -> list[ShownStep]:
    """Lines of a worklist."""
    return [doing(one, one["kind"], one["itemId"], party) for one in steps]
