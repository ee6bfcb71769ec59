"""Signing in and out over HTTP, and the choice of a language: what answers with cookies."""

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.console.http import cookies
from services.console.http.desk import Desk
from services.console.http.register import is_ours as is_page
from services.console.http.routes import chosen_language, refusal, sent_form
from services.console.http.visit import Visit
from services.console.identity.forgery import is_ours
from services.console.identity.issuer import BACK, SignInRefused
from services.console.identity.keys import hashed
from services.console.identity.sessions import Session
from services.console.wording.words import words
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import PUBLIC
from shared.modalities.errors import ModalityError, NotPermitted
from shared.runtime.db.row_security.context import act_as
from shared.runtime.http.authentication import take

log = structlog.get_logger()


class SignIn:
    """The ways in and out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        """Their addresses."""
        router = APIRouter(include_in_schema=False)
        router.add_route("/sign-in/start", self.start, methods=["GET"])
        router.add_route("/sign-in/again", self.again, methods=["GET"])
        router.add_route(BACK, self.back, methods=["GET"])
        router.add_route("/sign-out", self.out, methods=["POST"])
        router.add_route("/language", self.language, methods=["POST"])
        return router

    def _visit(self, request: Request) -> Visit:
        act_as(PUBLIC)
        return Visit(request, self._desk, words(chosen_language(request, None)), None)

    async def start(self, request: Request) -> Response:
        """To the issuer, with a sign-in of its own for each tab."""
        return await self._begin(request, "")

    async def again(self, request: Request) -> Response:
        """Anew, as the same person: what speaks for a State takes a sign-in of lately."""
        visit = self._visit(request)
        try:
            session = await self._session(request)
        except ModalityError as refused:
            return await refusal(visit, refused)
        return await self._begin(request, session.actor.subject if session is not None else "")

    async def _begin(self, request: Request, again: str) -> Response:
        visit = self._visit(request)
        to = request.query_params.get("to", "/")
        hint = again or request.query_params.get("login_hint", "")[:100]
        try:
            take(request, PUBLIC)
            begun = await self._desk.sessions.begin(
                to if is_page(to) else "/", visit.words.language, cookies.read(request, cookies.SIGN_IN),
                again=again, hint=hint,
            )  # fmt: skip
        except ModalityError as refused:
            return await refusal(visit, refused)
        answer = RedirectResponse(begun.address, 303)
        cookies.give(answer, cookies.SIGN_IN, begun.browser, int(self._desk.settings.sign_in_s))
        return answer

    async def back(self, request: Request) -> Response:
        """From the issuer: a session with a new handle, or the sign-in page and why not is in the log alone."""
        visit, said = self._visit(request), request.query_params
        old = cookies.read(request, cookies.SESSION)
        try:
            take(request, PUBLIC)
            if "code" not in said or "state" not in said:
                raise SignInRefused(said.get("error", "no_code")[:40])
            browser = cookies.read(request, cookies.SIGN_IN) or ""
            session, to = await self._desk.sessions.complete(
                said["state"], said["code"], said.get("iss", ""), browser, old
            )
            if old is not None:
                await self._desk.parked.claim(hashed(old), session.handle_hash, session.actor.subject)
        except SignInRefused as refused:
            log.info("sign_in_refused", why=refused.code)
            return RedirectResponse("/sign-in?failed=1", 303)
        except ModalityError as refused:
            return await refusal(visit, refused)
        answer = RedirectResponse(to, 303)
        cookies.give(answer, cookies.SESSION, session.handle)
        return answer

    async def out(self, request: Request) -> Response:
        """The session is gone here, then at the issuer."""
        visit = self._visit(request)
        try:
            visit.typed = await sent_form(request)
            handle = cookies.read(request, cookies.SESSION)
            self._held(request, visit, handle)
            session = await self._session(request)
            to = await self._desk.sessions.end(session) if session is not None else None
        except ModalityError as refused:
            return await refusal(visit, refused)
        answer = RedirectResponse(to or "/sign-in", 303, {"Clear-Site-Data": '"cache", "storage"'})
        cookies.forget(answer, cookies.SESSION)
        return answer

    async def language(self, request: Request) -> Response:
        """Keeps the choice of a language for a year, in a cookie that says nothing else."""
        visit = self._visit(request)
        try:
            visit.typed = await sent_form(request)
            self._held(request, visit, cookies.read(request, cookies.SESSION))
        except ModalityError as refused:
            return await refusal(visit, refused)
        to, code = visit.field("to"), visit.field("language")
        answer = RedirectResponse(to if is_page(to) else "/", 303)
        if code in LANGUAGES:
            cookies.give(answer, cookies.LANGUAGE, code, cookies.YEAR_S)
        return answer

    def _held(self, request: Request, visit: Visit, handle: str | None) -> None:
        if not is_ours(request.headers, self._desk.settings.origin, visit.field("token"), handle):
            raise NotPermitted("not_our_form", "The form did not come from a page of ours")

    async def _session(self, request: Request) -> Session | None:
        handle = cookies.read(request, cookies.SESSION)
        found = await self._desk.sessions.find(handle) if handle is not None else None
        return found if isinstance(found, Session) else None
