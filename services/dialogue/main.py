"""Composition of dialogue."""

from pathlib import Path

from fastapi import FastAPI

from services.dialogue.http import case_files, documents, threads
from services.dialogue.http.routes import routes
from services.dialogue.keeping.contents import Directory
from services.dialogue.keeping.sweeping import Sweeping
from services.dialogue.reactions import SUBSCRIPTIONS
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.kept import KEPT, digest_table
from services.dialogue.storage.restating import RESTATED
from services.dialogue.storage.tables import runtime
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
    consumers = [Consumer("threads", SUBSCRIPTIONS, database)]
    loops = Sweeping(database, contents).loops() if contents is not None else {}
    return Service(settings, clock, database, app, consumers, loops, commands)
