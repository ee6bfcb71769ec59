"""Editions of reports as their reader sees them, and what differs between two (WM 21)."""

from pydantic import BaseModel

from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.views import state_for
from shared.contracts.shapes.edition import EditionState, ReportFigure
from shared.modalities.edition_difference import FigureChange, difference
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P21


class FigureChanged(BaseModel):
    """A figure that is other in a later edition; null where an edition does not have it, or it is not known."""

    code: str
    functional_area: str | None
    unit: str | None
    label: str | None
    before: str | None
    after: str | None
    items_before: int
    items_after: int
    came: list[str]
    went: list[str]


async def read_edition(reader: ItemReader, key: str) -> EditionState:
    """An edition by its identifier or reference. Raises NotFound."""
    row = await reader.one(key)
    if row is None or row.kind != "edition":
        raise NotFound("not_found", "There is no such edition")
    return EditionState.model_validate(state_for(reader.actor, row))


async def changes(reader: ItemReader, key: str, other: str | None) -> list[FigureChanged]:
    """What differs between an edition and another one, or the one before it. Raises NotFound, also where there is none before it
    that the reader may read; Conflict where one of them has no figures.
    """
    after = await read_edition(reader, key)
    if other is None and after.previous is None:
        raise NotFound("not_found", "There is no edition before it")
    before = await read_edition(reader, other or after.previous or "")
    if before.frozen is None or after.frozen is None:
        raise Conflict("edition_not_frozen", "One of them has no figures yet", P21)
    whole = bool(before.frozen.figures and after.frozen.figures)
    found = difference(*((one.figures if whole else one.shown) for one in (before.frozen, after.frozen)))
    return [_changed(one) for one in found]


def _changed(one: FigureChange) -> FigureChanged:
    code, area, unit, label = one.key
    return FigureChanged(
        code=code, functional_area=area or None, unit=unit or None, label=label or None, before=one.before, after=one.after,
        items_before=one.items_before, items_after=one.items_after, came=list(one.came), went=list(one.went),
    )  # fmt: skip


def figures_for(state: EditionState) -> tuple[ReportFigure, ...]:
    """The figures that a reader has: all of them, or those for everybody. Raises Conflict where there are none yet."""
    if state.frozen is None:
        raise Conflict("edition_not_frozen", f"{state.reference} has no figures yet", P21)
    return state.frozen.figures or state.frozen.shown
