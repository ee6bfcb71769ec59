"""An officer registers an organisation or refuses its application, renames it, says what it went up in, and that it ended (WM 3)."""

from pydantic import Field

from services.roster.actions.offer import Roster
from services.roster.actions.organisation import ORGANISATION, Organisation, after, changed
from services.roster.domain import organisation as domain
from services.roster.storage.organisations import OrganisationRepository
from shared.application.use_case import Change, Done
from shared.contracts import organisations as e
from shared.contracts.incoming import Strict
from shared.contracts.shapes.organisation import (
    DatedNames,
    Names,
    OrganisationCode,
    OrganisationDecision,
    OrganisationState,
    RefusalReason,
)
from shared.contracts.shapes.values import Day, Language, PartyId, Text
from shared.contracts.vocabulary import organisations, surviving
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.organisations import deciding, of_organisation
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P3


class RegistrationBody(Strict):
    """The code of its id, which the officer gives; ``since``: from when it goes by its names, the day of the decision if not said."""

    code: OrganisationCode
    since: Day | None = None


class RefusalBody(Strict):
    """Why it is not registered."""

    reason: RefusalReason
    words: Text
    language: Language


class NamesBody(Strict):
    """What it goes by, from a day on."""

    since: Day
    names: Names

    def dated(self) -> DatedNames:
        """As it is kept."""
        return DatedNames.model_validate(self.model_dump())


class MergerBody(Strict):
    """The organisation that goes on for it."""

    into: PartyId


class OrganisationEndBody(Strict):
    """Its last day."""

    until: Day = Field(description="Today or before")


async def register_organisation(
    doing: Roster, stored: Organisation, body: RegistrationBody
) -> Done[OrganisationState]:  # fmt: skip
    """Raises NotPermitted, Conflict where it waits no more or another one has that code, Invalid for a day to come."""
    decision = _decided(doing, stored, approved=True)
    state = domain.registered(stored.state, body.code, body.since or doing.now.date(), decision)
    rows, code = OrganisationRepository(doing.uow.connection), state.code or ""
    if code in organisations() or not await rows.take_code(code, state.organisation_id):
        raise Conflict("code_taken", f"Another organisation has the id org:{code}", P3)
    return await changed(doing, e.OrganisationRegistered(**after(stored, state)))


async def refuse_organisation(doing: Roster, stored: Organisation, body: RefusalBody) -> Done[OrganisationState]:
    """Raises NotPermitted, Conflict where it waits no more."""
    said = {"reason": body.reason, "words": body.words, "language": body.language}
    decision = _decided(doing, stored, approved=False).model_copy(update=said)
    return await changed(doing, e.OrganisationRefused(**after(stored, domain.refused(stored.state, decision))))


async def rename_organisation(doing: Roster, stored: Organisation, body: NamesBody) -> Done[OrganisationState]:
    """Raises Conflict, Invalid."""
    state = domain.renamed(stored.state, body.dated(), doing.now.date())
    return await changed(doing, e.OrganisationRenamed(**after(stored, state)))


async def merge_organisation(doing: Roster, stored: Organisation, body: MergerBody) -> Done[OrganisationState]:
    """Raises Conflict; Invalid where the other is no organisation, is over itself, or leads back to this one."""
    scheme, _, code = body.into.partition(":")
    other = organisations().get(code) if scheme == "org" else None
    if other is None:
        raise Invalid((Fault("/into", "it is no organisation", "not_an_organisation"),), paragraph=P3)
    here = await OrganisationRepository(doing.uow.connection).status_of(code)
    if here not in (None, "registered") or other.until is not None or surviving(code) == stored.state.code:
        raise Invalid((Fault("/into", "it goes on itself no more", "organisation_is_over"),), paragraph=P3)
    state = domain.merged(stored.state, body.into, doing.now.date())
    return await changed(doing, e.OrganisationMerged(**after(stored, state)))


async def end_organisation(doing: Roster, stored: Organisation, body: OrganisationEndBody) -> Done[OrganisationState]:
    """Raises Conflict, Invalid."""
    state = domain.ended(stored.state, body.until, doing.now.date())
    return await changed(doing, e.OrganisationEnded(**after(stored, state)))


def _decided(doing: Roster, stored: Organisation, *, approved: bool) -> OrganisationDecision:
    """Of one that works across regions an officer in Geneva decides. Raises NotPermitted."""
    authorise(doing.by, deciding(stored.state), of_organisation(stored.state))
    return OrganisationDecision(approved=approved, by=doing.by.party or "", decided_at=doing.now)


_READ = a.READ_ORGANISATION_WHOLE
REGISTER_ORGANISATION = Change(
    ORGANISATION, a.DECIDE_ORGANISATION, RegistrationBody, register_organisation, needs=_READ
)
REFUSE_ORGANISATION = Change(ORGANISATION, a.DECIDE_ORGANISATION, RefusalBody, refuse_organisation, needs=_READ)
RENAME_ORGANISATION = Change(ORGANISATION, a.KEEP_ORGANISATION, NamesBody, rename_organisation)
MERGE_ORGANISATION = Change(ORGANISATION, a.KEEP_ORGANISATION, MergerBody, merge_organisation)
END_ORGANISATION = Change(ORGANISATION, a.KEEP_ORGANISATION, OrganisationEndBody, end_organisation)
