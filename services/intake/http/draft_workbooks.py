"""A draft as a workbook, out and in (WM 8): what can be read becomes its text, the rest stays as it stands there."""

from collections.abc import Mapping
from typing import Any

import orjson

from services.intake.actions.edit_draft import DraftFromWorkbook
from services.intake.domain.draft_text import DraftContent, text_of
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.shapes.draft import UnreadText
from shared.modalities.errors import Fault, Invalid
from shared.workbooks.found import Found

MOST_UNREAD = 500


def draft_of(found: Found, lead: str, door: Door) -> DraftFromWorkbook:
    """The text of a workbook as far as it fits, and the rest with its place, code and text."""
    body, unread = dict(found.body), [*_kept(found)]
    # Of other requests one says something when one submits it.
    body.pop("distinct_from", None)
    while True:
        try:
            content = fitting(orjson.dumps(body), DraftContent, door)
            break
        except Invalid as error:
            for fault in sorted(error.faults, key=lambda one: _order(one.pointer), reverse=True):
                unread.append(_taken_out(body, fault, found))
    return DraftFromWorkbook(content=_led(content, lead), unread=tuple(unread[:MOST_UNREAD]))


def _led(content: Any, lead: str) -> Any:
    """A workbook of the State's own form need not name it: the draft is the lead's."""
    return DraftContent.model_validate(text_of(content, lead))


def _kept(found: Found) -> list[UnreadText]:
    codes = {place: fault for fault, place in found.faults if place is not None}
    kept = []
    for cell in found.kept:
        fault = codes.get((cell.sheet, cell.name))
        code, pointer = (fault.code, fault.pointer) if fault else ("workbook_kept", "")
        kept.append(UnreadText(sheet=cell.sheet, cell=cell.name, pointer=pointer, code=code, text=cell.text[:5000]))
    return kept


def _order(pointer: str) -> list[tuple[int, int, str]]:
    """Pointers from left to right, deeper ones behind: taken out from the right, those before stay where they are."""
    return [(0, int(one), "") if one.isdigit() else (1, 0, one) for one in pointer.split("/")[1:]]


def _taken_out(body: dict[str, Any], fault: Fault, found: Found) -> UnreadText:
    """Takes what does not fit out of the body; what stood there stays as text."""
    *above, last = fault.pointer.split("/")[1:] or [""]
    inside: Any = body
    for name in above:
        inside = _step(inside, name)
    value = None
    if isinstance(inside, list) and last.isdigit() and int(last) < len(inside):
        value = inside.pop(int(last))
    elif isinstance(inside, dict):
        value = inside.pop(last, None)
    else:
        # A fault that names no place of ours must not be met again and again.
        value = dict(body)
        body.clear()
    place = found.place_of(fault.pointer) or (None, None)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return UnreadText(sheet=place[0], cell=place[1], pointer=fault.pointer, code=fault.code, text=text[:5000])


def _step(inside: Any, name: str) -> Any:
    if isinstance(inside, list):
        return inside[int(name)] if name.isdigit() and int(name) < len(inside) else None
    return inside.get(name) if isinstance(inside, Mapping) else None
