"""From a row of the register to a route: who asks, whether the form is ours, what is shown when something is refused."""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote, urlencode

import structlog
from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from services.console.asking.gateway import File
from services.console.http import cookies
from services.console.http.acting import OURS
from services.console.http.desk import Desk
from services.console.http.page import Following, Moved, NotFresh, Page, Passed, View
from services.console.http.register import is_ours as is_page
from services.console.http.register import register
from services.console.http.rendering import rendered, title_of
from services.console.http.static import static
from services.console.http.visit import Visit
from services.console.identity.forgery import is_ours
from services.console.identity.keys import hashed
from services.console.identity.sessions import EndedSession, Session
from services.console.wording.words import words
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import PUBLIC
from shared.modalities.errors import ModalityError, NotFound, NotPermitted, Retryable
from shared.runtime.db.row_security.context import act_as
from shared.runtime.http.authentication import recognise, take
from shared.runtime.http.languages import preferred
from shared.runtime.http.problems import status_of

Endpoint = Callable[[Request], Awaitable[Response]]
FORM, WITH_FILE = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS = 2000
log = structlog.get_logger()


def page_routes(desk: Desk) -> APIRouter:
    """Every page of the register, and what belongs to no page."""
    router = APIRouter(include_in_schema=False)
    for page in register():
        methods = [name for name, how in (("GET", page.show), ("POST", page.take)) if how is not None]
        router.add_route(page.path, _endpoint(desk, page), methods=methods, name=page.name)
    for path in ("/static/{name}", "/favicon.ico"):
        router.add_route(path, static, methods=["GET"])
    return router


def _endpoint(desk: Desk, page: Page) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        # What figures and spans name the page by: its address as it is declared.
        request.scope["route"] = page
        handle = cookies.read(request, cookies.SESSION)
        visit = Visit(request, desk, words(chosen_language(request, None)), None)
        found: Session | EndedSession | None = None
        try:
            found = await desk.sessions.find(handle) if handle is not None else None
            visit.session = found if isinstance(found, Session) else None
            visit.words = words(chosen_language(request, visit.session))
            act_as(visit.actor)
            take(request, visit.actor)
            if request.method == "POST":
                if page.most:
                    visit.typed, visit.upload = await sent_upload(request)
                elif page.takes_file:
                    visit.typed, visit.sent_file = await sent_with_file(request)
                else:
                    visit.typed = await sent_form(request)
                sender = handle if found is not None else None
                if not is_ours(request.headers, desk.settings.origin, visit.field("token"), sender):
                    raise NotPermitted("not_our_form", "The form did not come from a page of ours")
            if visit.session is None and not page.public:
                return await _sign_in_first(visit, found)
            if visit.session is not None:
                recognise(request)
            return await _answered(visit, page)
        except (ModalityError, HTTPException) as refused:
            return await refusal(visit, refused)
        finally:
            if visit.upload is not None:
                await visit.upload.close()

    return endpoint


LARGER = {page.path: page.most for page in register() if page.most}
"""Addresses of forms that are larger than others (``create_app``)."""


async def _answered(visit: Visit, page: Page) -> Response:
    act = page.show if visit.request.method in {"GET", "HEAD"} else page.take
    assert act is not None
    try:
        shown = await act(visit)
    except NotFresh:
        await _park(visit, visit.session.handle_hash if visit.session else b"", visit.actor.subject)
        return RedirectResponse("/sign-in/again?" + urlencode({"to": "/parked"}), 303)
    except Following:
        again = f"{visit.request.url.path}?{visit.request.url.query}"
        return respond(visit, View("title.follows", {"again": again}, 202), "follows")
    if isinstance(shown, Moved):
        return RedirectResponse(shown.to, 303)
    if isinstance(shown, Passed):
        return StreamingResponse(shown.pieces, 200, {"Content-Disposition": shown.disposition}, shown.media_type)
    if isinstance(shown, File):
        named = {"Content-Disposition": shown.disposition} if shown.disposition else {}
        return Response(shown.content, 200, named, shown.media_type)
    return respond(visit, shown, page.template)


def respond(visit: Visit, view: View, template: str) -> Response:
    """A view as an answer."""
    title = title_of(visit.words, view.title)
    html = rendered(visit, view.template or template, title, dict(view.data), view.faulty)
    return HTMLResponse(
        html, view.status, {"Content-Language": visit.words.language, "Vary": "Cookie, Accept-Language"}
    )


async def refusal(visit: Visit, refused: ModalityError | HTTPException) -> Response:
    """The page of a refusal. A form that could not be sent because somebody is away is kept, to be sent again."""
    kept = False
    if isinstance(refused, HTTPException):
        status, code = refused.status_code, "not_found" if refused.status_code == 404 else "error"
        paragraph, wait = None, None
    else:
        status, code = status_of(refused), refused.code
        paragraph = refused.paragraph.number if refused.paragraph else None
        wait = max(1, round(refused.retry_after_s)) if isinstance(refused, Retryable) else None
        if wait is not None and visit.request.method == "POST" and visit.session is not None:
            kept = await _park(visit, visit.session.handle_hash, visit.actor.subject)
    key = f"refused.{status}" if visit.words.has(f"refused.{status}") else "refused.other"
    data = {"words": visit.words.say(key), "code": code, "paragraph": paragraph, "kept": kept, "wait": wait,
            "thing": thing_above(visit.request.url.path) if status in {403, 409, 422} else None,
            "state": next((one for one in (f"status.{code.replace('_', '.', 1)}",) if visit.words.has(one)), None)}  # fmt: skip
    answer = respond(visit, View("title.refused", data, status), "refused")
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


async def _sign_in_first(visit: Visit, found: Session | EndedSession | None) -> Response:
    """To the sign-in; what was typed is kept when its session ended, for the same browser and person."""
    request, handle = visit.request, cookies.read(visit.request, cookies.SESSION)
    if request.method != "POST":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/sign-in?to=" + quote(wanted if is_page(wanted) else "/", safe=""), 303)
    kept = isinstance(found, EndedSession) and await _park(visit, hashed(handle or ""), found.subject)
    return RedirectResponse(f"/sign-in?{urlencode({'to': '/parked' if kept else '/', 'kept': int(kept)})}", 303)


def thing_above(path: str) -> str | None:
    """The page of the thing that a page is about: what stands before its last parts, where that is a page too."""
    parts = path.strip("/").split("/")
    above = "/" + "/".join(parts[:2])
    return above if len(parts) > 2 and is_page(above) else None


async def _park(visit: Visit, handle_hash: bytes, subject: str) -> bool:
    # A file is with the person, who chooses it again; what was typed beside it is kept as in any form.
    path = visit.request.url.path
    fields = [(name, value) for name, value in visit.typed if name != "token"]
    if not any(value for name, value in fields if name not in OURS | {"rev"}):
        return False
    try:
        return await visit.desk.parked.keep(handle_hash, subject, path, fields)
    except Retryable:
        return False


async def sent_form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in their order. Raises HTTPException (415) for what is no form of a page."""
    return (await _form(request, FORM, 0))[0]


async def sent_with_file(request: Request) -> tuple[list[tuple[str, str]], bytes]:
    """The fields of a form that sends a file, and the file; an empty one where none was chosen. Raises likewise."""
    return await _form(request, WITH_FILE, 1)


async def sent_upload(request: Request) -> tuple[list[tuple[str, str]], UploadFile | None]:
    """The same of a large file, which stays on the disk until the answer is sent; None where none was chosen. Raises likewise."""
    _of_kind(request, WITH_FILE)
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    sent = form.multi_items()
    return _texts(sent), next((one for _, one in sent if not isinstance(one, str) and one.filename), None)


def _texts(sent: Iterable[tuple[str, UploadFile | str]]) -> list[tuple[str, str]]:
    return [(name, value.replace("\0", "")) for name, value in sent if isinstance(value, str)]


def _of_kind(request: Request, wanted: str) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind != wanted:
        raise HTTPException(415)


async def _form(request: Request, wanted: str, files: int) -> tuple[list[tuple[str, str]], bytes]:
    _of_kind(request, wanted)
    async with request.form(max_files=files, max_fields=MOST_FIELDS) as form:
        sent = form.multi_items()
        typed = _texts(sent)
        came = [await one.read() for _, one in sent if not isinstance(one, str)]
    return typed, next(iter(came), b"")


def chosen_language(request: Request, session: Session | None) -> str:
    """What the person chose, what their token says, what the browser says; English otherwise."""
    chosen = cookies.read(request, cookies.LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    if session is not None and session.actor.language in LANGUAGES:
        return session.actor.language
    return preferred(request) or "en"


def not_found(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Pages for what is at no address, and for errors outside of any page."""

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, ModalityError | HTTPException)
        visit = Visit(request, desk, words(chosen_language(request, None)), None)
        act_as(PUBLIC)
        return await refusal(visit, NotFound("not_found", "") if getattr(error, "status_code", 0) == 404 else error)

    return answer
