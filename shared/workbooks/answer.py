"""What is answered to a workbook: the body, every fault by sheet and cell, and what is no part of the body, as text (WM 8)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, Field

from shared.modalities.errors import Fault
from shared.workbooks.found import Found, Place


class FaultInCell(BaseModel):
    """One fault: where in the workbook, where in the body, and the code and words that a body in JSON would get."""

    sheet: str | None = Field(
        default=None, description="Title of the sheet; none where the workbook has no place for it"
    )
    cell: str | None = Field(default=None, examples=["C5"])
    pointer: str
    code: str
    message: str
    english: str | None = None


class KeptCell(BaseModel):
    """A cell that is no part of the body: nothing that somebody wrote is dropped."""

    sheet: str
    cell: str
    text: str


class WorkbookRead(BaseModel):
    """What a workbook says. Nothing is stored by reading it; the body is sent by the ordinary command."""

    body: dict[str, Any] = Field(description="As the command takes it; what could not be read as text")
    faults: tuple[FaultInCell, ...]
    kept: tuple[KeptCell, ...]
    about: dict[str, str] = Field(description="What the workbook says of itself: form, version, language, request")
    idempotency_key: str = Field(
        description="The same for the same body: sent with it, the same workbook twice changes nothing"
    )


def answer_of(found: Found, of_the_door: Iterable[Fault], said: Callable[[Fault], Mapping[str, str]]) -> WorkbookRead:
    """The answer, its faults in the order of the workbook's sheets and rows."""
    digest = hashlib.sha256(found.as_json()).hexdigest()[:40]
    return WorkbookRead(
        body=found.body,
        faults=tuple(_one(said(fault), place) for fault, place in placed(found, of_the_door)),
        kept=tuple(KeptCell(sheet=one.sheet, cell=one.name, text=one.text) for one in found.kept),
        about=found.about,
        idempotency_key=f"workbook-{digest}",
    )


def placed(found: Found, of_the_door: Iterable[Fault]) -> Iterator[tuple[Fault, Place | None]]:
    """Every fault with its cell: those of the cells, then those that the door finds in the body."""
    yield from found.faults
    told = {fault.pointer for fault, _ in found.faults if fault.pointer}
    for fault in of_the_door:
        # What is missing because its cell could not be read is told once.
        if not (fault.code == "missing" and fault.pointer in told):
            yield fault, found.place_of(fault.pointer)


def _one(words: Mapping[str, str], place: Place | None) -> FaultInCell:
    sheet, cell = place or (None, None)
    return FaultInCell(sheet=sheet, cell=cell, **words)
