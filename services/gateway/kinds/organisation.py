"""Organisations in the read model: applications for their applicant and officers, registered ones for everybody (WM 3)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.organisations import OrganisationEvent
from shared.modalities.access import actions as a
from shared.modalities.access import organisations
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_organisations import applied_of, of_organisation
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, OrganisationEvent)
    one = event.organisation
    named = (one.party,) if one.party is not None else ()
    return row("organisation", "organisation", one.status, one.applied_at, named, organisations.of_organisation(one),
               reference=one.reference)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_organisation(applied_of(kept.region, kept.state), limits)


KIND = RowKind(
    name="organisation",
    family=OrganisationEvent,
    row=_row,
    owner="roster",
    read=a.READ_ORGANISATION,
    others_kept=True,
    listed="organisations",
    seen=organisations.seen,
    owing=_owing,
    know_steps=a.READ_ORGANISATION_WHOLE,
)
