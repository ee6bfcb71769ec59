"""Composition of notifications."""

import random
from functools import partial

from fastapi import FastAPI

from services.notifications.actions.holder_of_token import asked_here
from services.notifications.channels.address_filter import SystemResolver
from services.notifications.channels.endpoint_queues import EndpointQueues
from services.notifications.channels.guarded_connections import Connections, GuardedBackend
from services.notifications.channels.heartbeat import Heartbeat, ask_server
from services.notifications.channels.sender import Sender
from services.notifications.channels.upkeep import ChannelUpkeep
from services.notifications.channels.webhook import WebhookCaller
from services.notifications.http.announcements import announcement_routes
from services.notifications.http.calendars import calendar_routes
from services.notifications.http.channels import channel_routes
from services.notifications.http.filters import filter_routes
from services.notifications.http.inbox import inbox_routes
from services.notifications.http.integrators import lag_routes
from services.notifications.http.links import link_routes
from services.notifications.http.mailboxes import mailbox_routes
from services.notifications.http.preferences import preference_routes
from services.notifications.http.routes import routes
from services.notifications.http.streams import Tail
from services.notifications.http.tokens import token_routes
from services.notifications.http.trial_calls import trial_routes
from services.notifications.http.webhooks import webhook_routes
from services.notifications.http.why import why_routes
from services.notifications.lag_command import integrators
from services.notifications.reactions import FOREIGN, SUBSCRIPTIONS, deadlines, on_events
from services.notifications.reactions.release import Release
from services.notifications.reactions.reminders import Reminders
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.kept import KEPT, digest_table
from services.notifications.storage.positions import newest
from services.notifications.storage.tables import known, runtime
from shared.application.knowing_organisations import KnowingOrganisations
from shared.application.runner import Runner
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.http.federation import federation_routes
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.lag import LagWatch, reads
from shared.runtime.looking import looking

ROUTES = (
    routes, webhook_routes, channel_routes, token_routes, mailbox_routes, preference_routes, filter_routes, inbox_routes,
    calendar_routes,
)  # fmt: skip
"""Routes of commands, each a table."""


def caller_of(settings: NotificationsSettings, clock: Clock) -> WebhookCaller:
    """What calls endpoints, behind the address filter."""
    private = settings.webhook_private_addresses
    connections = Connections(GuardedBackend(SystemResolver(), private=private), settings.webhook_ca_file)
    return WebhookCaller(connections, clock, timeout_s=settings.webhook_timeout_s, private=private)


def build(
    settings: NotificationsSettings | None = None, clock: Clock | None = None, verifier: Verifier | None = None
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or NotificationsSettings(), clock or SystemClock()
    database, caller = Database(settings, runtime, clock), caller_of(settings, clock)

    runner = Runner(database, settings)

    async def close() -> None:
        await caller.close()
        await database.dispose()

    def app() -> FastAPI:
        return create_app(
            settings,
            title="Notifications",
            routers=[
                *(make(runner) for make in ROUTES),
                trial_routes(runner, caller),
                announcement_routes(database, settings, Tail(database, settings, partial(newest, database))),
                lag_routes(settings),
                why_routes(database, settings),
                link_routes(database, settings),
                federation_routes(database, digest_table, KEPT),
            ],
            verifier=verifier or TokenVerifier(settings, ask=asked_here(database)),
            clock=clock,
            ready={"database": database.answers},
            close=close,
        )

    consumers = [
        Consumer("audiences", SUBSCRIPTIONS, database, together=on_events, foreign=FOREIGN[settings.scope]),
        Consumer(
            "deadlines",
            deadlines.SUBSCRIPTIONS,
            database,
            together=deadlines.on_items,
            foreign=deadlines.FOREIGN[settings.scope],
        ),
    ]
    loops = {
        "lag": looking(LagWatch(settings, clock).look, settings.integrator_lag_every_s, "lag_unknown"),
        "heartbeat": looking(Heartbeat(database, settings, caller).look, settings.heartbeat_look_s, "heartbeat_waits"),
        "upkeep": looking(ChannelUpkeep(database, settings).look, 3600, "upkeep_waits"),
        "sender": Sender(database, settings).run,
        "webhooks": EndpointQueues(database, settings, caller, random.Random()).run,  # noqa: S311 - jitter, no secret
        "release": looking(Release(database, settings).look, 1.0, "release_waits", bell=database.bell),
        "reminders": looking(Reminders(database, settings).look, 5.0, "reminders_wait"),
    }
    commands = {"integrators": partial(integrators, settings)}
    knowing = KnowingOrganisations(database, known)
    return Service(
        settings, clock, database, app, consumers, loops, commands, reads(settings) | knowing.reads,
        partial(ask_server, settings), knowing,
    )  # fmt: skip
