"""A request, one of its versions, and what the rules would find of one that is not submitted (WM 8, 15)."""

from collections.abc import Mapping
from uuid import UUID

from services.intake.actions.bodies import Findings, RequestBody, StoredVersion
from services.intake.actions.named_before import before_for
from services.intake.actions.submission import content_of
from services.intake.actions.submit_request import SubmitRequest
from services.intake.actions.the_request import view
from services.intake.domain.alike import likeness_of
from services.intake.queries.coming_rules import coming_findings
from services.intake.storage.repository import RequestRepository
from services.intake.storage.tables import open_alike
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_request
from shared.runtime.db.alike import Alike
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work


async def _seen(requests: RequestRepository, actor: Actor, request_id: UUID) -> tuple[SupportRequestState, int]:
    state, version = await requests.one(request_id, lock=False)
    authorise_seen(actor, a.READ_REQUEST, a.READ_REQUEST, of_request(state), "support request")
    return state, version


async def read_request(database: Database, actor: Actor, request_id: UUID) -> tuple[Mapping[str, object], int]:
    """The request as its reader sees it, and its version. Raises NotFound."""
    async with database.reading() as connection:
        state, version = await _seen(RequestRepository(connection), actor, request_id)
    return await view(None, actor, state), version


async def read_version(database: Database, actor: Actor, request_id: UUID, number: int) -> Mapping[str, object]:
    """One immutable version. Raises NotFound."""
    async with database.reading() as connection:
        requests = RequestRepository(connection)
        state, _ = await _seen(requests, actor, request_id)
        found = await requests.version(state.request_id, number)
    kept = StoredVersion.model_validate(found).model_dump(mode="json")
    content, findings = views.version_of_request(actor, of_request(state), kept["content"], kept["findings"])
    return {**kept, "content": content, "findings": findings}


async def checked(database: Database, actor: Actor, rules: SubmitRequest, body: RequestBody) -> Findings:
    """What the rules would find; nothing is stored. Raises Invalid."""
    content, now = content_of(body), database.clock.now()
    before, held = await before_for(database, actor, content), rules.rules.at(now)
    findings = rules.check(content, held, before)
    coming = coming_findings(
        rules.coming(content, now), findings, lambda later: rules.check(content, later, before)
    )  # fmt: skip
    found = Findings(rule_set=held.name, findings=findings, coming=coming)
    # Nobody learns of another State's request by trying out what it may say.
    if actor.party == content.requesting_states[0]:
        async with database.reading(Work("check")) as connection:
            known = await Alike(connection, open_alike).known(likeness_of(content, body.distinct_from))
        found = found.model_copy(update={"already_open": known})
    return found
