"""A request is submitted through the hot store, which numbers, keeps and remembers it in one statement (WM 8, 13, 15).

It does what the runner of commands does elsewhere: who asks, what is said, may they; and its statement holds the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from services.intake.actions.bodies import RequestBody
from services.intake.actions.named_before import submitted_before
from services.intake.actions.named_crisis import named_crisis
from services.intake.actions.submit_request import SubmitRequest
from services.intake.domain.alike import likeness_of
from services.intake.domain.named import named_twice
from services.intake.domain.recipients import recipient_faults
from services.intake.domain.support_request import series_of
from services.intake.storage.crises import CrisisRepository
from services.intake.storage.homes import came_here
from services.intake.storage.submission import UNNUMBERED, Command, Submission, Submissions
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.actions import SUBMIT_REQUEST
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_new_request
from shared.modalities.errors import Invalid
from shared.runtime.db.answers import Answer
from shared.runtime.db.cause import ByActor
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import OutboxRow, envelope_of, outbox_row
from shared.runtime.db.row_security.context import ServiceAtWork
from shared.runtime.identifiers import new_id


def content_of(body: RequestBody) -> RequestContent:
    """The request itself. Raises Invalid, also when it names a party twice."""
    content = body.content()
    if faults := (*named_twice(content), *recipient_faults(content)):
        raise Invalid(faults)
    return content


@dataclass(frozen=True)
class Submitting:
    """Submits requests. ``headers``: of the answer, from the identifier."""

    database: Database
    rules: SubmitRequest
    store: Submissions
    headers: Callable[[str], dict[str, str]]

    async def submit(self, cause: ByActor, key: str, digest: bytes, body: RequestBody) -> tuple[Answer, bool]:
        """The answer, and whether it is one that was remembered. Raises ModalityError; then nothing is stored."""
        settings, clock, content = self.database.settings, self.database.clock, content_of(body)
        authorise(cause.actor, SUBMIT_REQUEST, of_new_request(settings.deployment, content))
        now, lead = clock.now(), country_of(content)
        if not self.rules.is_home(content, now):
            await came_here(self.database, lead, now.date())
        if content.crisis is not None and content.crisis.reference is not None:
            async with self.database.reading(ServiceAtWork("named crisis")) as connection:
                await named_crisis(CrisisRepository(connection), content)
        before = await submitted_before(self.database, content)
        series = series_of(lead, now.year) + UNNUMBERED
        event = self.rules.event(content, new_id(clock), series, now, before=before)
        outgoing = outbox_row(event, envelope_of(event, cause, settings, clock), settings, by_person=True)
        headers = self.headers(event.aggregate_id)
        submission = submission_of(event, outgoing, headers, likeness_of(content, body.distinct_from))
        return await self.store.submit(
            Command(cause.actor, key, digest, lead, now.year, cause.correlation_id), submission
        )


def country_of(content: RequestContent) -> str:
    """The lead State's country, in whose series a request is numbered (ISO 3166-1 alpha-3)."""
    return content.requesting_states[0].removeprefix("iso3166:")


def submission_of(
    event: SupportRequestSubmitted, outgoing: OutboxRow, headers: dict[str, str], likeness: bytes
) -> Submission:
    """What the hot statement stores of a new request, whose reference has its series and no number yet."""
    one = event.request
    return Submission(
        request_id=event.aggregate_id,
        series=one.reference.removesuffix(UNNUMBERED),
        requesting_states=one.content.requesting_states,
        rule_set=one.rule_set,
        at=one.submitted_at,
        event=outgoing,
        headers=headers,
        likeness=likeness,
    )
