"""Composition of the console."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from services.console.asking.gateway import Gateway
from services.console.asking.organisations import AskedOrganisations
from services.console.http.desk import Desk
from services.console.http.edge import PageEdge
from services.console.http.routes import LARGER, not_found, page_routes
from services.console.http.sign_in import SignIn
from services.console.identity.issuer import OpenIdIssuer
from services.console.identity.keys import Keyring
from services.console.identity.sessions import Sessions
from services.console.keeping.drafts import Drafts
from services.console.keeping.parked import ParkedForms
from services.console.settings import ConsoleSettings
from services.console.storage.drafts import DraftStore
from services.console.storage.parked import ParkedStore
from services.console.storage.sessions import SessionStore
from services.console.storage.tables import runtime
from shared.modalities.errors import ModalityError
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier

WORTH_IT = 1400
"""Bytes from which a page is pressed: what fits one packet gains nothing."""


def build(
    settings: ConsoleSettings | None = None,
    clock: Clock | None = None,
    verifier: Verifier | None = None,
    gateway: Gateway | None = None,
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or ConsoleSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)

    def app() -> FastAPI:
        keys, issuer = Keyring(settings.keys), OpenIdIssuer(settings)
        checked, asked = (
            verifier or TokenVerifier(settings),
            gateway or Gateway(settings.gateway_url, settings.gateway_s),
        )
        sessions = Sessions(settings, SessionStore(database), keys, issuer, checked, clock)
        parked = ParkedForms(settings, ParkedStore(database), keys, clock)
        desk = Desk(settings, clock, asked, sessions, Drafts(DraftStore(database), clock), parked)

        async def close() -> None:
            await asked.close()
            await issuer.close()
            await database.dispose()

        made = create_app(
            settings, title="Console", routers=[SignIn(desk).routes(), page_routes(desk)], verifier=checked, clock=clock,
            ready={"database": database.answers}, close=close, edge=PageEdge, documented=False, larger=LARGER,
        )  # fmt: skip
        made.state.desk = desk
        for kind in (ModalityError, HTTPException):
            made.add_exception_handler(kind, not_found(desk))
        made.add_middleware(GZipMiddleware, minimum_size=WORTH_IT, compresslevel=6)
        return made

    knows = AskedOrganisations(settings.gateway_url, settings.gateway_s, clock)
    return Service(settings, clock, database, app, knows=knows)
