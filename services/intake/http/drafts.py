"""Drafts over HTTP: a request while it is prepared, with those who help, and its signatures (WM 3, 8, 15.v)."""

from functools import partial

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.submit_request import SubmitRequest
from services.intake.actions.the_request import RequestContext
from services.intake.http.draft_workbooks import draft_of
from services.intake.http.workbooks import Workbooks
from services.intake.queries import drafts as query
from shared.application.over_http import At, answered, commands, order_of
from shared.application.runner import Runner
from shared.contracts.shapes.seen import RequestDraftSeen as Seen
from shared.modalities.access import actions as a
from shared.runtime.http.attached import LANGUAGE
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.languages import preferred
from shared.runtime.http.last_read import after_last, place_in
from shared.runtime.http.problems import fault_in_language
from shared.runtime.http.routes import door_of, id_in_path, json, route, seen
from shared.runtime.http.versions import Held, NotHeld
from shared.workbooks.media_type import MEDIA_TYPE

ALL = "/drafts"
ONE = ALL + "/{draft_id}"
MOST = 200
SAID = NotHeld("what somebody says of a place changes no text, and overwrites nobody's word")
TABLE = (
    At("POST", ALL, actions.OPEN_DRAFT, Seen, "Begin to prepare a request", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.EDIT_DRAFT, Seen, "Write the text anew; any part may be missing"),
    At("PUT", ONE + "/hands/{party}", actions.SHARE_DRAFT, Seen, "Invite a party to edit, or to comment",
       version=Held(ONE)),
    At("DELETE", ONE + "/hands/{party}", actions.END_HAND, Seen, "A party has no hand in it any more",
       version=Held(ONE)),
    At("POST", ONE + "/comments", actions.COMMENT_DRAFT, Seen, "Say something of a place of the text", version=SAID),
    At("PUT", ONE + "/comments/{comment_id}/resolution", actions.RESOLVE_COMMENT, Seen,
       "Say whether a comment is resolved", version=SAID),
    At("POST", ONE + "/signing", actions.ASK_SIGNATURES, Seen, "The text stands: ask every requesting State to sign it"),
    At("POST", ONE + "/signatures", actions.SIGN_DRAFT, Seen, "Sign the text, or record a paper that a State signed"),
    At("POST", ONE + "/refusal", actions.REFUSE_TO_SIGN, Seen, "Take one's part out in place of signing"),
    At("PUT", ONE + "/endorsement", actions.ENDORSE_DRAFT, Seen, "The country office stands behind the text"),
    At("POST", ONE + "/submission", actions.SUBMIT_DRAFT, Seen, "Submit what every requesting State signed"),
    At("POST", ONE + "/drop", actions.DROP_DRAFT, Seen, "Let it come to nothing"),
)  # fmt: skip
FILL = At("POST", ONE + "/workbook", actions.FILL_DRAFT, Seen, "Read a workbook into the draft")


class DraftsAnswer(BaseModel):
    """Drafts, newest first. ``after``: give it to read on; null at the end."""

    drafts: list[Seen]
    after: str | None


def draft_routes(runner: Runner[RequestContext], submit: SubmitRequest, workbooks: Workbooks) -> APIRouter:
    """All routes of drafts."""
    router, database = APIRouter(tags=["drafts"]), runner.database
    commands(router, runner, *TABLE)
    _workbook_routes(router, runner, workbooks)

    @route(router, "GET", ALL, a.READ_DRAFT, summary="Drafts that one has a hand in, newest first", answer=DraftsAnswer,
           parameters=after_last("draft", MOST))  # fmt: skip
    async def list_drafts(request: Request) -> Response:
        actor, (after, first) = await actor_of(request), place_in(request, MOST)
        page, more = await query.list_drafts(database, actor, after, first)
        return seen({"drafts": page, "after": more})

    @route(router, "GET", ONE, a.READ_DRAFT, summary="A draft", answer=Seen)
    async def read_draft(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "draft_id", "draft")
        state, version = await query.read_draft(database, actor, which)
        return seen(state, version=version)

    @route(router, "GET", ONE + "/check", a.READ_DRAFT, answer=query.DraftChecked,
           summary="What the rules find of the text, its faults, and who has not signed; nothing is stored")  # fmt: skip
    async def check_draft(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "draft_id", "draft")
        said = partial(fault_in_language, language=preferred(request) or actor.language)
        now, fits = database.clock.now(), runner.context.fits
        return json(await query.check_draft(database, actor, which, submit, fits, now, said))

    return router


def _workbook_routes(router: APIRouter, runner: Runner[RequestContext], workbooks: Workbooks) -> None:
    database = runner.database

    @route(router, "GET", ONE + "/workbook", a.READ_DRAFT, answer=MEDIA_TYPE, parameters=LANGUAGE,
           summary="A draft as a workbook, as far as its reader sees it")  # fmt: skip
    async def read_draft_workbook(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "draft_id", "draft")
        state, version = await query.read_draft(database, actor, which)
        about = {"draft_id": str(which), "object_version": str(version)}
        content = state["content"]
        assert isinstance(content, dict)
        return await workbooks.made(request, content, about, f"draft-{which}")

    @route(router, "POST", ONE + "/workbook", a.EDIT_DRAFT, body=MEDIA_TYPE, answer=Seen,
           summary="Read a workbook into the draft: what cannot be read stays as text")  # fmt: skip
    async def fill_draft(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "draft_id", "draft")
        state, _ = await query.read_draft(database, actor, which)
        found = await workbooks.read(request)
        order = await order_of(request, FILL, draft_of(found, str(state["lead"]), door_of(request)))
        return await answered(runner, FILL, order)
