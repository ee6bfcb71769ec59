"""Editions of reports over HTTP (WM 21)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries.lists import EDITIONS
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.edition import EditionState
from shared.runtime.http.versions import NotHeld

ALL = "/reports"
ONE = ALL + "/{edition_id}"
TABLE = (
    At("POST", ALL, actions.OPEN_REPORT, EditionState, "Open a report over a period", made=ALL + "/{id}"),
    At("POST", ONE + "/next", actions.OPEN_NEXT_EDITION, EditionState, "Open the next edition of a report", made=ALL + "/{id}",
       version=NotHeld("makes a new thing, and changes nothing of the one before it")),
    At("PUT", ONE + "/figures", actions.FREEZE_EDITION, EditionState, "Freeze the figures of an edition"),
    At("PUT", ONE + "/narratives", actions.WORD_EDITION, EditionState, "Word an edition in one language"),
    At("PUT", ONE + "/publication", actions.PUBLISH_EDITION, EditionState, "Publish an edition"),
)  # fmt: skip


class EditionsAnswer(BaseModel):
    """Editions, the last begun first. ``after``: give it to read on; null at the end."""

    editions: list[EditionState]
    after: str | None


READ = ReadAt(EDITIONS, ALL, ONE, EditionState, EditionsAnswer,
              "Editions of reports, the last begun first",
              "An edition of a report, with its figures")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of reports."""
    router = APIRouter(tags=["reports"])
    reads(router, runner.database, READ)
    commands(router, runner, *TABLE)
    return router
