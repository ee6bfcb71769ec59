"""Composition of delivery."""

from fastapi import FastAPI

from services.delivery.actions.ask_for_word import Silences
from services.delivery.actions.say_again import SaidBefore
from services.delivery.http.routes import routes
from services.delivery.reactions import FOREIGN, SUBSCRIPTIONS
from services.delivery.settings import DeliverySettings
from services.delivery.storage.kept import KEPT, digest_table
from services.delivery.storage.restating import RESTATED
from services.delivery.storage.tables import known, runtime
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
from shared.runtime.looking import looking


def build(
    settings: DeliverySettings | None = None, clock: Clock | None = None, verifier: Verifier | None = None
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or DeliverySettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)

    def app() -> FastAPI:
        return create_app(
            settings,
            title="Delivery",
            routers=[routes(Runner(database, settings)), federation_routes(database, digest_table, KEPT)],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
        )

    consumers = [Consumer("engagements", SUBSCRIPTIONS, database, foreign=FOREIGN)]
    loops = {
        "silences": looking(Silences(database).look, 5.0, "silences_wait"),
        "said_before": looking(SaidBefore(database).look, 60.0, "said_before_waits"),
    }
    commands = {"restate": restate_command(database, RESTATED)}
    knowing = KnowingOrganisations(database, known)
    return Service(settings, clock, database, app, consumers, loops, commands, knowing.reads, knows=knowing)
