"""Composition of dialogue."""

from fastapi import FastAPI

from services.dialogue.http import threads
from services.dialogue.http.routes import routes
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

    def app() -> FastAPI:
        runner = Runner(database, settings)
        return create_app(
            settings,
            title="Dialogue",
            routers=[routes(runner), threads.routes(runner), federation_routes(database, digest_table, KEPT)],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
        )

    commands = {"restate": restate_command(database, RESTATED)}
    consumers = [Consumer("threads", SUBSCRIPTIONS, database)]
    return Service(settings, clock, database, app, consumers, {}, commands)
