"""Composition of notifications."""

from functools import partial

from fastapi import FastAPI

from services.notifications.channels.sender import Sender
from services.notifications.http.integrators import lag_routes
from services.notifications.http.routes import routes
from services.notifications.lag_command import integrators
from services.notifications.reactions import SUBSCRIPTIONS, on_events
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.tables import runtime
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.lag import LagWatch


def build(
    settings: NotificationsSettings | None = None, clock: Clock | None = None, verifier: Verifier | None = None
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or NotificationsSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)

    def app() -> FastAPI:
        return create_app(
            settings,
            title="Notifications",
            routers=[routes(database, settings), lag_routes(settings)],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
        )

    consumers = [Consumer("audiences", SUBSCRIPTIONS, database, together=on_events)]
    lag = LagWatch(settings, clock, settings.integrator_lag_every_s)
    loops = {"sender": Sender(database, settings).run, "lag": lag.run}
    commands = {"integrators": partial(integrators, settings)}
    return Service(settings, clock, database, app, consumers, loops, commands)
