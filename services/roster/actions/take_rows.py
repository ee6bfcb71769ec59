"""Rows of an existing roster are taken: listed, proposed, kept in quarantine, or known already; none is dropped (WM 7, 18).

Part of the work that an import set off, in the name of whoever sent it. Each row is good or not by itself: what one wrote
before it was refused is undone, and the others stand.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.roster.actions.imported import entered, lists, names
from services.roster.actions.offer import OfferBody, Roster
from services.roster.domain.alike import likeness_of
from services.roster.domain.imported import (
    ImportedRow,
    ReportedRow,
    RosterImport,
    RowFault,
    RowText,
    WordOnRow,
    leading,
    of_fault,
    of_refusal,
)
from services.roster.storage.imports import ImportRepository, KnownRow, StoredRow
from shared.contracts.shapes.imported import RowStanding
from shared.modalities.errors import Fault, ModalityError


@dataclass(frozen=True)
class RowRead:
    """A row as the file says it. ``own``: its own identifier; ``said``: the offer, where nothing is wrong with it."""

    sheet: str
    number: int
    own: str | None
    body: Mapping[str, Any]
    faults: tuple[RowFault, ...]
    kept: tuple[RowText, ...]
    said: OfferBody | None

    @property
    def content(self) -> bytes:
        """What it says, as a digest."""
        texts = [(one.column, one.text) for one in self.kept]
        return hashlib.sha256(orjson.dumps([self.body, texts], option=orjson.OPT_SORT_KEYS)).digest()

    def keys(self) -> tuple[bytes, bytes]:
        """By what its source knows it; and by that with what it says now, once that is an offer already and cannot change."""
        content = self.content
        own = hashlib.sha256(b"row " + self.own.encode("utf-8", "replace")).digest() if self.own else content
        return own, hashlib.sha256(own + content).digest()


@dataclass
class RowsTried:
    """What a dry run remembers of rows before, as nothing is stored: rows by key, and what offers say."""

    rows: dict[bytes, KnownRow] = field(default_factory=dict)
    said: dict[bytes, int] = field(default_factory=dict)


async def take_rows(
    doing: Roster, to: RosterImport, rows: Sequence[RowRead], tried: RowsTried | None = None
) -> list[ReportedRow]:
    """What came of each row, in their order. ``tried``: of a dry run, whose transaction the caller undoes."""
    repository = ImportRepository(doing.uow.connection)
    await repository.one_at_a_time(to.owner, to.source)
    keys = [one.keys() for one in rows]
    known = await repository.known(to.owner, to.source, {key for both in keys for key in both})
    known |= {key: tried.rows[key] for both in keys for key in both if key in tried.rows} if tried is not None else {}
    taken, reports, changed = known, list[ReportedRow](), dict[str, StoredRow]()
    # Identifiers of one millisecond have no order of their own; rows are listed in that of the file.
    new_ids = iter(sorted(doing.new_id() for _ in rows))
    for row, (own, now_so) in zip(rows, keys, strict=True):
        content, before = row.content, taken.get(own)
        same = next((one for one in (before, taken.get(now_so)) if one is not None and one.content == content), None)
        if same is not None:
            reports.append(_report(row, "unchanged", same.entry_id))
            continue
        state, report = await _taken(doing, to, row, next(new_ids), before, tried)
        kept = StoredRow(state, own, content)
        if before is not None and before.state.entry_id == state.entry_id:
            kept = StoredRow(state, own, content, before.version + 1)
        elif before is not None:
            kept = StoredRow(state, now_so, content)
        changed[state.entry_id] = kept
        taken[kept.row_key] = KnownRow(state.entry_id, content, kept.version, state)
        reports.append(report)
    await repository.keep_rows(list(changed.values()))
    if tried is not None:
        tried.rows |= {kept.row_key: taken[kept.row_key] for kept in changed.values()}
    return reports


async def _taken(
    doing: Roster, to: RosterImport, row: RowRead, entry_id: str, before: KnownRow | None, tried: RowsTried | None
) -> tuple[ImportedRow, ReportedRow]:
    """The row as it is kept from now on, and what is reported of it. What is in quarantine or rejected is taken anew."""
    faults, status, offer_id, reference = row.faults, "quarantined", None, None
    history: tuple[WordOnRow, ...] = ()
    if before is not None and before.state.status in {"quarantined", "rejected"}:
        entry_id, history = before.entry_id, before.state.history
    elif before is not None:
        words = f"taken in before as it was then, and {before.state.status}: change that, or reject this"
        faults = (*faults, of_fault(Fault("", words, "row_changed"), row.sheet))
    if row.said is not None and not faults:
        try:
            status, offer_id, reference = await _entered(doing, to, row, row.said, tried)
        except ModalityError as error:
            faults = tuple(one.model_copy(update={"sheet": row.sheet}) for one in of_refusal(error))
    word = WordOnRow(at=doing.now, by=doing.by.party, what="taken_again" if history else "taken")
    state = ImportedRow(
        entry_id=entry_id, import_id=to.import_id, owner=to.owner, region=to.region, source=to.source,
        sheet=row.sheet, number=row.number, status=status, party=leading(row.body), body=dict(row.body),
        faults=faults, kept=row.kept, offer_id=offer_id, history=(*history, word),
    )  # fmt: skip
    if row.said is not None and not faults:
        state = state.model_copy(update=names(row.said))
    return state, _report(row, status, entry_id, reference, faults)


async def _entered(
    doing: Roster, to: RosterImport, row: RowRead, said: OfferBody, tried: RowsTried | None
) -> tuple[RowStanding, str | None, str | None]:
    uow = doing.uow
    if not lists(doing, to.owner, said):
        return "proposed", None, None
    events, audits, point = len(uow.events), len(uow.audits), await uow.connection.begin_nested()
    try:
        found = await entered(doing, to.owner, said)
        if tried is not None:
            _not_said_before(tried, row, said)
    except BaseException:
        await point.rollback()
        del uow.events[events:], uow.audits[audits:]
        raise
    await point.commit()
    return found


def _not_said_before(tried: RowsTried, row: RowRead, said: OfferBody) -> None:
    """What listing would say once the rows before were listed. Raises Conflict's twin for a dry run."""
    likeness = likeness_of(said.content(), said.distinct_from)
    first = tried.said.setdefault(likeness, row.number)
    if first != row.number:
        raise ModalityError("already_open", f"Row {first} of this file says the same")


def _report(
    row: RowRead,
    outcome: str,
    entry_id: str | None,
    reference: str | None = None,
    faults: Iterable[RowFault] = (),
) -> ReportedRow:
    return ReportedRow(sheet=row.sheet, number=row.number, outcome=outcome, entry_id=entry_id, reference=reference,
                       faults=tuple(faults), kept=row.kept)  # fmt: skip


def without_identifiers(reports: Iterable[ReportedRow]) -> Iterator[ReportedRow]:
    """Reports of a dry run: what was not stored has no identifier."""
    return (one.model_copy(update={"entry_id": None, "reference": None}) for one in reports)
