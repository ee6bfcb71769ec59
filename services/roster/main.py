"""Composition of the roster."""

from fastapi import FastAPI

from services.roster.http import experts, fund, organisations, packages, projects
from services.roster.http.handovers import handover_routes
from services.roster.http.imports import LARGER, import_routes
from services.roster.http.routes import routes
from services.roster.importing.worker import Importer
from services.roster.reactions import FOREIGN, SUBSCRIPTIONS
from services.roster.settings import RosterSettings
from services.roster.storage.kept import KEPT, digest_table
from services.roster.storage.restating import RESTATED
from services.roster.storage.tables import known, runtime
from services.roster.transfer import recovering, taking
from shared.application.knowing_organisations import KnowingOrganisations
from shared.application.runner import Runner
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.federation.peers import Peers
from shared.runtime.federation.restating import restate_command
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.http.federation import federation_routes
from shared.runtime.kafka.consumer import Consumer


def build(
    settings: RosterSettings | None = None,
    clock: Clock | None = None,
    verifier: Verifier | None = None,
    peers: Peers | None = None,
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or RosterSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)

    def app() -> FastAPI:
        runner = Runner(database, settings)
        return create_app(
            settings,
            title="Roster",
            routers=[
                routes(runner),
                import_routes(runner),
                projects.routes(runner),
                packages.routes(runner),
                experts.routes(runner),
                organisations.routes(runner),
                *([fund.routes(runner)] if settings.fund else []),
                handover_routes(database),
                federation_routes(database, digest_table, KEPT),
            ],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
            larger=LARGER,
        )

    consumers = [Consumer("capacity", SUBSCRIPTIONS, database, foreign=FOREIGN)]
    commands = {"restate": restate_command(database, RESTATED)}
    peers = peers or Peers(settings, clock)
    taker, recovery = taking(database, peers), recovering(database, peers)
    loops = taker.loops() | recovery.loops() | Importer(database, settings).loops()
    knowing = KnowingOrganisations(database, known)
    return Service(settings, clock, database, app, consumers, loops, commands, knowing.reads, knows=knowing)
