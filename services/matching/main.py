"""Composition of matching."""

from fastapi import FastAPI

from services.matching.actions.ranking_cache import MatchBench, ReadyBench
from services.matching.actions.the_match import MatchContext
from services.matching.http.handovers import handover_routes
from services.matching.http.plans import plan_routes
from services.matching.http.routes import routes
from services.matching.plan.maker import PlanMaker
from services.matching.reactions import FOREIGN, SUBSCRIPTIONS
from services.matching.reactions.reservation_timeout import Deadlines
from services.matching.reactions.restating import RESTATED
from services.matching.settings import MatchingSettings
from services.matching.storage.kept import KEPT, digest_table
from services.matching.storage.tables import known, runtime
from services.matching.transfer import recovering, taking
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
from shared.runtime.looking import looking


def build(
    settings: MatchingSettings | None = None,
    clock: Clock | None = None,
    verifier: Verifier | None = None,
    peers: Peers | None = None,
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or MatchingSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)
    days = settings.offer_unconfirmed_days
    context = MatchContext(settings, MatchBench(days), ReadyBench(days))

    def app() -> FastAPI:
        runner = Runner(database, context)
        return create_app(
            settings,
            title="Matching",
            routers=[
                routes(runner),
                plan_routes(runner),
                handover_routes(database),
                federation_routes(database, digest_table, KEPT),
            ],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
        )

    consumers = [Consumer("board", SUBSCRIPTIONS, database, foreign=FOREIGN)]
    commands = {"restate": restate_command(database, RESTATED)}
    peers = peers or Peers(settings, clock)
    taker, recovery = taking(database, peers), recovering(database, peers)
    loops = {
        "deadlines": looking(Deadlines(database).look, 0.5, "deadlines_wait", bell=database.bell),
        **taker.loops(),
        **recovery.loops(),
        **PlanMaker(database, settings).loops(),
    }
    knowing = KnowingOrganisations(database, known)
    return Service(settings, clock, database, app, consumers, loops, commands, knowing.reads, knows=knowing)
