"""Composition of dialogue."""

from pathlib import Path

from fastapi import FastAPI

from services.dialogue.http import (
    calls_for_action,
    case_files,
    documents,
    editions,
    initiatives,
    liaisons,
    peer_links,
    practices,
    reviews,
    threads,
)
from services.dialogue.http.routes import routes
from services.dialogue.keeping.contents import Directory
from services.dialogue.keeping.sweeping import Sweeping
from services.dialogue.reactions import SUBSCRIPTIONS
from services.dialogue.reactions.known_things import KNOWN
from services.dialogue.reactions.report_year import ReportYear
from services.dialogue.reactions.review_day import ReviewDay
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.kept import KEPT, digest_table
from services.dialogue.storage.restating import RESTATED
from services.dialogue.storage.tables import known, runtime
from shared.application.knowing_organisations import KnowingOrganisations
from shared.application.runner import Runner
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.federation.restating import restate_command
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.http.federation import federation_routes
from shared.runtime.kafka.consumer import Consumer


def build(
    settings: DialogueSettings | None = None, clock: Clock | None = None, verifier: Verifier | None = None
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or DialogueSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)
    contents = Directory(Path(settings.documents_folder)) if settings.documents_folder else None

    def app() -> FastAPI:
        runner = Runner(database, settings)
        return create_app(
            settings,
            title="Dialogue",
            routers=[
                routes(runner),
                threads.routes(runner),
                practices.routes(runner),
                peer_links.routes(runner),
                initiatives.routes(runner),
                calls_for_action.routes(runner),
                liaisons.routes(runner),
                reviews.routes(runner),
                editions.routes(runner),
                documents.routes(runner, contents),
                case_files.routes(runner, contents),
                federation_routes(database, digest_table, KEPT),
            ],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
            larger=documents.LARGER,
        )

    commands = {"restate": restate_command(database, RESTATED)}
    consumers = [Consumer("threads", SUBSCRIPTIONS, database), Consumer("things", KNOWN, database, foreign=KNOWN)]
    loops = Sweeping(database, contents).loops() if contents is not None else {}
    loops = loops | ReviewDay(database, settings).loops() | ReportYear(database, settings).loops()
    knowing = KnowingOrganisations(database, known)
    return Service(settings, clock, database, app, consumers, loops, commands, knowing.reads, knows=knowing)
