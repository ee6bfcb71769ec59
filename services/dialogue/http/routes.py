"""Meetings over HTTP (WM 4, 5)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.dialogue.actions.choose_moderators import choose_moderators
from services.dialogue.domain import meeting as domain
from services.dialogue.domain.view import as_seen_by
from services.dialogue.http.schemas import (
    AnswerBody,
    CancellationBody,
    MeetingBody,
    MeetingsAnswer,
    ModeratorsBody,
    RecordBody,
)
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.repository import MeetingRepository
from shared.contracts import dialogue as events
from shared.contracts.serving import serving
from shared.contracts.shapes.meeting import MeetingContent, MeetingRecord, MeetingState
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment, of_meeting
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.described import text, whole
from shared.runtime.http.routes import body_of, id_in_path, json, route
from shared.runtime.http.versions import expect_version
from shared.runtime.identifiers import new_id, parsed

ALL = "/meetings"
ONE = ALL + "/{meeting_id}"
MOST = 200
LATELY = timedelta(days=90)
"""How far back the list goes."""

Change = Callable[[MeetingRepository, MeetingState, int], Awaitable[events.MeetingEvent]]


def _content(body: MeetingBody) -> MeetingContent:
    """The meeting itself, as it is kept."""
    return MeetingContent.model_validate(body.model_dump(exclude={"distinct_from"}))


def routes(database: Database, settings: DialogueSettings) -> APIRouter:
    """All routes of dialogue."""
    router, clock, here = APIRouter(tags=["meetings"]), database.clock, settings.deployment

    def serves(party: str) -> str | None:
        return serving(party, here, settings.peers, clock.now().date())

    @route(router, "POST", ALL, a.CONVENE_MEETING, summary="Convene a meeting", body=MeetingBody,
           answer=MeetingState, status=201)  # fmt: skip
    async def convene_meeting(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.CONVENE_MEETING, of_deployment(here))
            body, meetings = await body_of(request, MeetingBody), MeetingRepository(uow.connection)
            content = _content(body)
            now = clock.now()
            state = domain.convened(content, new_id(clock), "", here, now, serves)
            state = state.model_copy(update={"reference": await meetings.next_reference(here, now.year)})
            await meetings.claim(state, body.distinct_from)
            await meetings.add(state)
            uow.record(events.MeetingConvened(aggregate_id=state.meeting_id, aggregate_version=1, meeting=state))
            uow.audit(a.CONVENE_MEETING.name, a.CONVENE_MEETING.paragraph, state.meeting_id, 1)
            return json(state, 201, version=1, Location=f"{ALL}/{state.meeting_id}")

        return await command(request, database, work)

    async def change(
        request: Request, action: Action, make: Callable[[], Awaitable[Change]], party: str | None = None
    ) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            meetings, actor = MeetingRepository(uow.connection), uow.cause.actor
            assert actor is not None
            before, version = await meetings.locked(id_in_path(request, "meeting_id", "meeting"))
            authorise_seen(actor, a.READ_MEETING, a.READ_MEETING, of_meeting(before), "meeting")
            does = await make()
            thing = of_meeting(before) if party is None else of_meeting(before).only(party)
            authorise(actor, action, thing)
            expect_version(request, version)
            event = await does(meetings, before, version + 1)
            await meetings.save(event.meeting, version + 1)
            uow.record(event)
            uow.audit(action.name, action.paragraph, before.meeting_id, version + 1)
            return json(as_seen_by(actor, event.meeting), version=version + 1)

        return await command(request, database, work)

    @route(router, "GET", ALL, a.READ_MEETING, summary="Meetings that begin, or began within 90 days, by beginning",
           parameters=(text("after", "Identifier of the last meeting that was read", "cursor"),
                       whole("first", 1, MOST, "How many at most", default=50)),
           answer=MeetingsAnswer)  # fmt: skip
    async def list_meetings(request: Request) -> Response:
        actor, asked = await actor_of(request), Asked(request)
        after, first = asked.text("after", ""), asked.number("first", 1, MOST, 50)
        asked.check()
        found: list[MeetingState] = []
        async with database.reading() as connection:
            meetings, last = MeetingRepository(connection), parsed(after) if after else None
            while len(found) <= first:
                rows = await meetings.upcoming(clock.now() - LATELY, last, MOST)
                found += [one for one in rows if decide(actor, a.READ_MEETING, of_meeting(one)).allowed]
                if len(rows) < MOST:
                    break
                last = UUID(rows[-1].meeting_id)
        page = found[:first]
        more = page[-1].meeting_id if len(found) > first else None
        return json(MeetingsAnswer(meetings=[as_seen_by(actor, one) for one in page], after=more))

    @route(router, "GET", ONE, a.READ_MEETING, summary="A meeting; the way in, for those who take part and officers",
           answer=MeetingState)  # fmt: skip
    async def read_meeting(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            found = await MeetingRepository(connection).find(id_in_path(request, "meeting_id", "meeting"), lock=False)
        if found is None:
            raise NotFound("not_found", "There is no such meeting")
        state, version = found
        authorise_seen(actor, a.READ_MEETING, a.READ_MEETING, of_meeting(state), "meeting")
        return json(as_seen_by(actor, state), version=version)

    @route(router, "PUT", ONE + "/content", a.CHANGE_MEETING, summary="Move a meeting, or change something of it",
           body=MeetingBody, answer=MeetingState)  # fmt: skip
    async def change_meeting(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, MeetingBody)
            content = _content(body)

            async def does(meetings: MeetingRepository, state: MeetingState, version: int) -> events.MeetingEvent:
                after, what = domain.changed(state, content, clock.now(), serves)
                await meetings.claim(after, body.distinct_from, state)
                return events.MeetingChanged(
                    aggregate_id=state.meeting_id, aggregate_version=version, meeting=after, changed=what,
                    was_at=None if after.content.starts_at == state.content.starts_at else state.content.starts_at,
                )  # fmt: skip

            return does

        return await change(request, a.CHANGE_MEETING, make)

    @route(router, "POST", ONE + "/cancellation", a.CHANGE_MEETING, summary="Cancel a meeting, with the reason",
           body=CancellationBody, answer=MeetingState)  # fmt: skip
    async def cancel_meeting(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, CancellationBody)

            async def does(_: MeetingRepository, state: MeetingState, version: int) -> events.MeetingEvent:
                after = domain.cancelled(state, body.reason)
                return events.MeetingCancelled(
                    aggregate_id=state.meeting_id, aggregate_version=version, meeting=after, reason=body.reason
                )

            return does

        return await change(request, a.CHANGE_MEETING, make)

    @route(router, "PUT", ONE + "/moderators", a.CHOOSE_MODERATORS, summary="Choose who moderates, with the reason",
           body=ModeratorsBody, answer=MeetingState)  # fmt: skip
    async def choose_meeting_moderators(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, ModeratorsBody)

            async def does(meetings: MeetingRepository, state: MeetingState, version: int) -> events.MeetingEvent:
                after = await choose_moderators(
                    meetings, state, body.moderators, body.reason, clock.now(), settings.diversity_days
                )
                return events.ModeratorsChosen(aggregate_id=state.meeting_id, aggregate_version=version, meeting=after)

            return does

        return await change(request, a.CHOOSE_MODERATORS, make)

    @route(router, "PUT", ONE + "/answer", a.ANSWER_INVITATION, summary="Say whether one's party takes part",
           body=AnswerBody, answer=MeetingState)  # fmt: skip
    async def answer_invitation(request: Request) -> Response:
        body = await body_of(request, AnswerBody)

        async def make() -> Change:
            async def does(_: MeetingRepository, state: MeetingState, version: int) -> events.MeetingEvent:
                after = domain.answered(state, body.party, body.answer, body.delegates, body.language, clock.now())
                return events.InvitationAnswered(
                    aggregate_id=state.meeting_id, aggregate_version=version, meeting=after, party=body.party
                )

            return does

        return await change(request, a.ANSWER_INVITATION, make, body.party)

    @route(router, "PUT", ONE + "/record", a.RECORD_MEETING, summary="Record what came of a meeting",
           body=RecordBody, answer=MeetingState)  # fmt: skip
    async def record_meeting(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, RecordBody)
            record = MeetingRecord.model_validate(body.model_dump(exclude={"distinct_from"}))

            async def does(_: MeetingRepository, state: MeetingState, version: int) -> events.MeetingEvent:
                after = domain.held(state, record, clock.now())
                return events.MeetingHeld(aggregate_id=state.meeting_id, aggregate_version=version, meeting=after)

            return does

        return await change(request, a.RECORD_MEETING, make)

    return router
