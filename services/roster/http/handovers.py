"""Offers go to the deployment their lead party's country was handed over to (WM 6, 7)."""

from fastapi import APIRouter

from services.roster.transfer import offering
from shared.contracts.shapes.handover import has_begun
from shared.runtime.db.database import Database
from shared.runtime.http.handovers import items_route, orders_route, taken_route


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, given = APIRouter(tags=["handovers"]), offering(database.settings.deployment)
    orders_route(router, database, given.tables, "Handovers known here", shown=has_begun, due=has_begun)
    taken_route(router, database, given.tables)
    items_route(router, database, given, "What is received, and the next offers, sealed")
    return router
