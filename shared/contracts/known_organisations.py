"""From a registered organisation to what a process knows of it, as of those of the released list (WM 3)."""

from datetime import date

from shared.contracts.shapes.organisation import OrganisationState
from shared.contracts.vocabulary import KnownName, Organisation


def known(state: OrganisationState) -> Organisation:
    """An organisation as everybody knows it: what it is called since when, of which kind it is, what goes on for it."""
    assert state.code is not None
    ends = [one.since for one in state.names[1:]]
    names = tuple(
        KnownName(state.code, one.names[0].name, one.since, _day_before(end), tuple((it.language, it.name) for it in one.names))
        for one, end in zip(state.names, [*ends, None], strict=True)
    )  # fmt: skip
    leads_to = state.merged_into.partition(":")[2] if state.merged_into is not None else None
    return Organisation(state.code, state.content.kind, names, state.until, leads_to)


def _day_before(day: date | None) -> date | None:
    return None if day is None else date.fromordinal(day.toordinal() - 1)
