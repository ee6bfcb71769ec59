"""Submitting a request, and trying one out (WM 8, 13, 15)."""

from fastapi import APIRouter, Request, Response

from services.intake.actions.submit_request import SubmitRequest
from services.intake.domain.alike import likeness_of
from services.intake.domain.named import named_twice
from services.intake.domain.support_request import series_of
from services.intake.http.schemas import Findings, RequestBody
from services.intake.storage.homes import came_here
from services.intake.storage.submission import UNNUMBERED, Command, Submission, Submissions
from services.intake.storage.tables import open_alike
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.actions import CHECK_REQUEST, SUBMIT_REQUEST
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.access.resources import of_new_request
from shared.modalities.errors import Invalid
from shared.runtime.db.alike import Alike
from shared.runtime.db.database import Database
from shared.runtime.db.idempotency import request_hash
from shared.runtime.db.outbox import envelope_of, outbox_row
from shared.runtime.http.command import replay
from shared.runtime.http.routes import body_of, cause_of, idempotency_key, json, route
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.fitting import TooLarge

PATH = "/support-requests"


def submission_routes(database: Database, submit: SubmitRequest) -> APIRouter:
    """Routes that make findings of a body."""
    router = APIRouter(tags=["support requests"])
    submissions = Submissions(database)
    settings, clock = database.settings, database.clock

    @route(router, "POST", PATH, SUBMIT_REQUEST, summary="Submit a support request", body=RequestBody,
           answer=SupportRequestState, status=201)  # fmt: skip
    async def submit_request(request: Request) -> Response:
        cause = await cause_of(request)
        key = idempotency_key(request)
        body = await body_of(request, RequestBody)
        content = body.content()
        if faults := named_twice(content):
            raise Invalid(faults)
        assert cause.actor is not None
        authorise(cause.actor, SUBMIT_REQUEST, of_new_request(settings.deployment, content))
        now = clock.now()
        if not submit.is_home(content, now):
            await came_here(database, content.requesting_states[0].removeprefix("iso3166:"), now.date())

        lead = content.requesting_states[0].removeprefix("iso3166:")
        series = series_of(lead, now.year)
        event = submit.event(content, new_id(clock), series + UNNUMBERED, now)
        one = event.aggregate_id
        try:
            row = outbox_row(event, envelope_of(event, cause, settings, clock), settings, by_person=True)
        except TooLarge as error:
            raise error.placed(await request.body()) from None
        submission = Submission(
            request_id=one,
            series=series,
            requesting_states=event.request.content.requesting_states,
            rule_set=event.request.rule_set,
            at=now,
            event=row,
            headers={"ETag": '"1"', "Location": f"{PATH}/{one}"},
            likeness=likeness_of(content, body.distinct_from),
        )
        digest = request_hash("POST", PATH, await request.body())
        asked = Command(cause.actor, key, digest, lead, now.year, cause.correlation_id)
        answer, repeated = await submissions.submit(asked, submission)
        return replay(answer) if repeated else Response(answer.body, 201, answer.headers, "application/json")

    @route(router, "POST", PATH + "/check", CHECK_REQUEST, summary="What the rules would find; nothing is stored",
           body=RequestBody, answer=Findings, key=False)  # fmt: skip
    async def check_request(request: Request) -> Response:
        cause = await cause_of(request)
        assert cause.actor is not None
        authorise(cause.actor, CHECK_REQUEST, ANYTHING)
        body = await body_of(request, RequestBody)
        content = body.content()
        if faults := named_twice(content):
            raise Invalid(faults)
        found = Findings(rule_set=submit.rules.name, findings=submit.check(content))
        # Nobody learns of another State's request by trying out what it may say.
        if cause.actor.party == content.requesting_states[0]:
            async with database.reading() as connection:
                known = await Alike(connection, open_alike).known(likeness_of(content, body.distinct_from))
            found = found.model_copy(update={"already_open": known})
        return json(found)

    return router
