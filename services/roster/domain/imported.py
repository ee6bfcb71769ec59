"""An existing roster that is taken in, and what becomes of each of its rows (WM 7). Pure: what is kept, and what is seen of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from pydantic import BaseModel, Field

from shared.contracts.shapes.imported import ImportStatus, RowOutcome, RowStanding, RowWord
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError
from shared.modalities.paragraphs import P7, P18
from shared.wording.problems import problem_words

OUTCOMES: tuple[RowOutcome, ...] = ("listed", "proposed", "unchanged", "quarantined")
STANDINGS: tuple[RowStanding, ...] = get_args(RowStanding)


class RowFault(BaseModel):
    """What is wrong in a row: where in the file, where in the body, the code and words of the ordinary door."""

    sheet: str | None = None
    cell: str | None = Field(default=None, examples=["C5"])
    column: str | None = Field(default=None, description="Heading of the column, as the file has it")
    pointer: str
    code: str
    message: str
    english: str | None = Field(default=None, description="The refusal's own words, where those of the code say less")
    parameters: dict[str, str | int | float] = {}


class RowText(BaseModel):
    """A cell that is no part of an offer: nothing that somebody wrote is dropped."""

    cell: str
    column: str | None
    text: str


class WordOnRow(BaseModel):
    """Something that happened to a row."""

    at: datetime
    by: str | None = Field(description="The party whose word it was")
    what: RowWord
    reason: str | None = None


class ImportedRow(BaseModel):
    """A row as the roster keeps it. ``party``: whom it names as leading; ``number``: of the row in its sheet."""

    entry_id: str
    import_id: str
    owner: str
    region: str
    source: str
    sheet: str
    number: int
    status: RowStanding
    party: str | None
    body: dict[str, Any]
    faults: tuple[RowFault, ...] = ()
    kept: tuple[RowText, ...] = ()
    offer_id: str | None = None
    history: tuple[WordOnRow, ...]

    def after(
        self, what: Any, now: datetime, by: str | None, reason: str | None = None, **changes: Any
    ) -> "ImportedRow":
        """The row after something happened to it."""
        told = WordOnRow(at=now, by=by, what=what, reason=reason)
        return self.model_copy(update={**changes, "history": (*self.history, told)})

    def awaits(self, *those: RowStanding) -> None:
        """Raises Conflict unless it stands so."""
        if self.status not in those:
            raise Conflict("row_settled", f"The row is {self.status}, no longer {' or '.join(those)}", P7)


class ImportedRowSeen(BaseModel):
    """A row as its reader sees it. Whom it names sees the offer it is asked to make; whose roster it is, all of it."""

    entry_id: str | None = None
    version: int | None = Field(
        default=None, description="To decide on; in an answer to a command it is the ETag alone"
    )
    status: RowStanding | None = None
    party: str | None = None
    body: dict[str, Any] | None = None
    offer_id: str | None = None
    region: str | None = None
    import_id: str | None = None
    owner: str | None = None
    source: str | None = None
    sheet: str | None = None
    number: int | None = None
    faults: tuple[RowFault, ...] | None = None
    kept: tuple[RowText, ...] | None = None
    history: tuple[WordOnRow, ...] | None = None


FOR_THE_NAMED = {"entry_id", "status", "party", "body", "offer_id", "region"}
"""What the party that a row names sees of it: no cell that somebody else keeps about it."""


class ImportCounts(BaseModel):
    """Rows by what came of them; together they are all rows."""

    listed: int = Field(0, description="On the roster: offers of whoever takes them in")
    proposed: int = Field(0, description="Offers of others, who are asked whether they make them")
    unchanged: int = Field(0, description="Taken in before, and the same since")
    quarantined: int = Field(0, description="Kept with their faults, until somebody corrects or rejects them")

    def plus(self, outcomes: list[RowOutcome]) -> "ImportCounts":
        """With those of more rows."""
        more = {one: outcomes.count(one) for one in OUTCOMES}
        return ImportCounts(**{name: count + more[name] for name, count in self.model_dump().items()})  # type: ignore[index]


class ImportMeaning(BaseModel):
    """What is said beside a file: what its headings mean, and what stands where a cell is empty."""

    columns: dict[str, str] = Field(default={}, description="Heading of the file -> key of the form")
    otherwise: dict[str, str] = Field(default={}, description="Key of the form -> what stands where a cell is empty")


class RosterImport(BaseModel):
    """A file that is taken in. ``done`` counts rows while it runs; ``rows`` are known once the file was read to its end."""

    import_id: str
    owner: str
    region: str
    source: str
    by: str
    status: ImportStatus = "waiting"
    rows: int | None = None
    done: int = 0
    counts: ImportCounts = ImportCounts()
    meaning: ImportMeaning = ImportMeaning()
    passed_over: dict[str, int] = Field(default={}, description="Sheets without a column of the form, with their rows")
    faults: tuple[RowFault, ...] = Field(
        default=(), description="Why the file cannot be read; then nothing is taken in"
    )
    made_at: datetime
    ended_at: datetime | None = None


class ReportedRow(BaseModel):
    """What came of one row of a file. ``kept``: cells of columns that the form does not know, as text."""

    sheet: str
    number: int
    outcome: RowOutcome
    entry_id: str | None = Field(default=None, description="The row as it is kept; none in a dry run")
    reference: str | None = Field(default=None, description="Of the offer that was listed")
    faults: tuple[RowFault, ...] = ()
    kept: tuple[RowText, ...] = ()


def of_fault(fault: Fault, sheet: str | None = None, cell: str | None = None, column: str | None = None) -> RowFault:
    """A fault as it is kept: its words are said in the reader's language later."""
    return RowFault(sheet=sheet, cell=cell, column=column, pointer=fault.pointer, code=fault.code,
                    message=fault.message, parameters=dict(fault.parameters))  # fmt: skip


def of_refusal(error: ModalityError) -> Iterator[RowFault]:
    """What a refusal of the roster itself says, as faults of the row."""
    faults = error.faults if isinstance(error, Invalid) else (Fault("", error.detail, error.code),)
    yield from (of_fault(one) for one in faults)


def in_words(faults: tuple[RowFault, ...], language: str) -> tuple[RowFault, ...]:
    """Faults in the language of their reader, the refusal's own words beside those that may say less."""
    return tuple(_said(one, language) for one in faults)


def _said(fault: RowFault, language: str) -> RowFault:
    words = None if language == "en" else problem_words(fault.code, language, fault.parameters)
    if words is None:
        return fault
    return fault.model_copy(update={"message": words, "english": None if fault.parameters else fault.message})


def leading(body: Mapping[str, Any]) -> str | None:
    """The party that a body names first."""
    parties = body.get("offering_parties") or [None]
    return parties[0] if isinstance(parties, list) and isinstance(parties[0], str) else None


def of_another_party(party: str) -> Invalid:
    """Nobody takes in what another party offers but its officers, and they as a proposal."""
    words = f"this is an offer of {party}: a party takes in its own alone"
    return Invalid((Fault("/offering_parties", words, "of_another_party"),), paragraph=P18)
