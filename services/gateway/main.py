"""Composition of the gateway."""

import argparse
from collections.abc import Sequence
from functools import partial

from fastapi import FastAPI

from services.gateway.graphql.compiled.finishing import Finishing
from services.gateway.graphql.context import Context
from services.gateway.graphql.listener import Listener
from services.gateway.graphql.roster_files import LARGER as ROSTERS
from services.gateway.graphql.roster_files import roster_file_routes
from services.gateway.graphql.router import router
from services.gateway.graphql.schema import build_schema
from services.gateway.graphql.thread_documents import LARGER, document_routes
from services.gateway.graphql.workbooks import workbook_routes
from services.gateway.http.audit_heads import audit_head_routes
from services.gateway.http.exports import export_routes
from services.gateway.http.known_organisations import known_organisation_routes
from services.gateway.http.owner import KnownOwners
from services.gateway.http.owners import Owners
from services.gateway.http.report_files import report_routes
from services.gateway.http.status import status_routes
from services.gateway.projections.projector import FOREIGN, SUBSCRIPTIONS, project
from services.gateway.projections.published import PUBLIC, keep_published
from services.gateway.projections.rebuild import rebuild
from services.gateway.pulse.app import reads
from services.gateway.pulse.run import pulse, rebuild_pulse
from services.gateway.read_model.tables import known, runtime
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.loops import Upkeep
from services.gateway.upkeep.witnessing import audit_heads
from shared.application.knowing_organisations import KnowingOrganisations
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.kafka.consumer import Consumer


def build(
    settings: GatewaySettings | None = None,
    clock: Clock | None = None,
    verifier: Verifier | None = None,
    peers: KnownOwners | None = None,
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or GatewaySettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)
    consumer = Consumer("projection", SUBSCRIPTIONS, database, together=project, foreign=FOREIGN[settings.scope])

    foreign = PUBLIC if settings.scope == "global" else ()
    public = Consumer("published", PUBLIC, database, together=keep_published, foreign=foreign, standing=True)
    upkeep = Upkeep(database, settings, consumer, peers or KnownOwners(settings, clock))

    def app() -> FastAPI:
        finishing = Finishing(settings.query_parts_bytes)
        checked, owners, listener = verifier or TokenVerifier(settings), Owners(settings, clock), Listener(database)

        async def close() -> None:
            await listener.close()
            await owners.close()
            await database.dispose()

        def context() -> Context:
            return Context(settings, database, owners, listener, checked, finishing)

        return create_app(
            settings,
            title="Gateway",
            routers=[
                router(build_schema(settings), context, settings),
                export_routes(database, settings),
                audit_head_routes(database, settings),
                report_routes(database, settings),
                status_routes(database, settings),
                known_organisation_routes(database),
                workbook_routes(context),
                document_routes(context),
                roster_file_routes(context),
            ],
            verifier=checked,
            clock=clock,
            ready={"database": database.answers},
            close=close,
            larger=LARGER | ROSTERS,
        )

    commands = {
        "pulse": partial(pulse, settings, database, clock),
        "rebuild-pulse": partial(rebuild_pulse, settings, database),
        "audit-heads": partial(audit_heads, database),
        "rebuild": partial(rebuild, database, consumer),
    }
    knowing = KnowingOrganisations(database, known)
    read = reads(settings) | knowing.reads
    return Service(settings, clock, database, app, [consumer, public], upkeep.loops(), commands, read, knows=knowing)


def print_schema(arguments: Sequence[str]) -> int:
    """Prints the schema; needs no settings."""
    argparse.ArgumentParser(prog="python -m services.gateway schema", description=print_schema.__doc__).parse_args(
        arguments
    )
    print(build_schema().as_str())
    return 0
