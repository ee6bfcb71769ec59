"""Pages of the console without a process: a person, a page, and a gateway that answers what a test says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from starlette.datastructures import UploadFile
from starlette.requests import Request

from services.console.asking.gateway import Caller, CommandDone, CommandProblem, File, said_faults
from services.console.http.desk import Desk
from services.console.http.page import Moved, Page, View
from services.console.http.register import register
from services.console.http.rendering import rendered, title_of
from services.console.http.visit import Visit
from services.console.identity.sessions import Session
from services.console.keeping.drafts import DraftRow, Drafts
from services.console.wording.words import words
from services.delivery.domain.record import record_of
from shared.modalities.access import engagement_view
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_engagement
from shared.modalities.errors import Fault, Invalid, NotFound
from shared.runtime.http.problems import fault_in_language, in_language
from tests.support.person import Form, Seen

MOST = 12_000
"""Bytes of a page, pressed; with the style sheet and the icon a first view stays under 15 kB."""
Answers = Callable[[str, Mapping[str, Any]], dict[str, Any]]


def in_language_of(caller: Caller, refused: CommandProblem) -> CommandProblem:
    """A refusal that its owner said in English, as the gateway says it to somebody."""
    faults = [fault_in_language(Fault(one.pointer, one.message, one.code), caller.language) for one in refused.faults]
    detail, english = in_language(refused.code, refused.detail, caller.language, len(faults))
    return replace(refused, detail=detail, english=english, faults=said_faults(faults))


@dataclass
class MadeUpGateway:
    """Answers questions by ``answers``, commands by ``result``; keeps what was sent."""

    answers: Answers
    result: CommandDone | CommandProblem = field(default_factory=lambda: CommandDone({}, 2))
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    says_of_file: Callable[[bytes, str], dict[str, Any]] | None = None
    threads: list[dict[str, Any]] = field(default_factory=list)
    """About whatever thing is shown."""

    async def ask(self, _: Caller, name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a document."""
        return {"thread": self.threads} if name == "threads" else self.answers(name, variables)

    async def command(self, caller: Caller, name: str, variables: Mapping[str, Any]) -> CommandDone | CommandProblem:
        """What became of a command; a refusal in the caller's language, as the gateway answers it."""
        self.sent.append((name, dict(variables)))
        return in_language_of(caller, self.result) if isinstance(self.result, CommandProblem) else self.result

    async def file(self, caller: Caller, path: str) -> File:
        """A file that says where it was asked for, and in which language."""
        return File(f"{path} {caller.language}".encode(), "application/x-test", "attachment")

    async def pass_on(
        self, _: Caller, path: str, said: Mapping[str, str], file: Any, media_type: str, key: str
    ) -> dict[str, Any]:
        """What becomes of a large file: it is among what was sent."""
        self.sent.append((path, dict(said) | {"media_type": media_type, "key": key, "content": await file.read()}))
        if isinstance(self.result, CommandProblem):
            raise Invalid(
                tuple(Fault(one.pointer, one.message, one.code) for one in self.result.faults), self.result.code
            )
        return {}

    async def pass_back(self, _: Caller, path: str) -> tuple[Any, str, str]:
        """A file that says where it was asked for."""

        async def pieces() -> Any:
            yield path.encode()

        return pieces(), "application/pdf", 'attachment; filename="x.pdf"'

    async def read(self, caller: Caller, path: str, raw: bytes, media_type: str) -> dict[str, Any]:
        """What is said of a file."""
        assert self.says_of_file is not None, (path, media_type)
        return self.says_of_file(raw, caller.language)


class DraftsInMemory:
    """Rows of drafts, without a database: of one party."""

    def __init__(self) -> None:
        self.rows: dict[str, DraftRow] = {}

    async def add(self, _: object, row: DraftRow) -> None:
        """A new one."""
        assert row.draft_id not in self.rows
        self.rows[row.draft_id] = row

    async def find(self, _: object, draft_id: str) -> DraftRow | None:
        """One of them."""
        return self.rows.get(draft_id)

    async def all(self, _: object) -> list[DraftRow]:
        """Those that were not sent."""
        return [one for one in self.rows.values() if one.sent_id is None]

    async def save(self, _: object, draft_id: str, rev: int, **values: Any) -> bool:
        """Over the revision that was read."""
        if self.rows[draft_id].rev != rev:
            return False
        self.rows[draft_id] = replace(self.rows[draft_id], rev=rev + 1, **values)
        return True


class NoForms:
    """Nothing was parked."""

    async def of(self, _: bytes) -> list[Any]:
        """Forms of a session."""
        return []


@dataclass
class Reader:
    """A person signed in; ``fresh``: lately enough to speak for a State."""

    actor: Actor
    gateway: Any
    language: str = "fr"
    fresh: bool = True
    now: datetime = datetime(2026, 11, 28, 9, tzinfo=UTC)
    drafts: DraftsInMemory = field(default_factory=DraftsInMemory)

    def visit(self, page: Page, places: Mapping[str, str], typed: Sequence[tuple[str, str]], query: str = "") -> Visit:
        """A visit to a page; with fields a form of it is sent."""
        scope: dict[str, Any] = {
            "type": "http", "method": "POST" if typed else "GET", "path": page.path.format(**places), "headers": [],
            "query_string": query.encode(), "path_params": dict(places), "state": {"correlation_id": "made-up", "request_id": "made-up", "traceparent": ""},
        }  # fmt: skip
        sessions = SimpleNamespace(is_fresh=lambda _: self.fresh)
        clock = SimpleNamespace(now=lambda: self.now)
        settings = SimpleNamespace(written_s=0, deployment="wca")
        drafts = Drafts(cast(Any, self.drafts), cast(Any, clock))
        desk = SimpleNamespace(
            settings=settings, clock=clock, gateway=self.gateway, sessions=sessions, drafts=drafts, parked=NoForms()
        )
        session = SimpleNamespace(
            actor=self.actor, tokens=SimpleNamespace(access="t"), handle="h" * 43, handle_hash=b""
        )
        visit = Visit(Request(scope), cast(Desk, desk), words(self.language), cast(Session, session))
        visit.typed = list(typed)
        return visit

    async def see(self, name: str, query: str = "", **places: str) -> Seen:
        """A page as HTML."""
        page = page_of(name)
        assert page.show is not None
        visit = self.visit(page, places, (), query)
        return _seen(visit, page, await _view(page.show, visit))

    async def send(
        self,
        name: str,
        typed: Sequence[tuple[str, str]],
        sent_file: bytes | None = None,
        upload: UploadFile | None = None,
        **places: str,
    ) -> Seen | str:
        """A form of a page, with a file where it sends one: where it leads to, or the page again."""
        page = page_of(name)
        assert page.take is not None
        visit = self.visit(page, places, typed)
        visit.sent_file, visit.upload = sent_file, upload
        shown = await page.take(visit)
        if isinstance(shown, Moved):
            return shown.to
        assert isinstance(shown, View)
        return _seen(visit, page, shown)


async def _view(show: Callable[[Visit], Awaitable[Any]], visit: Visit) -> View:
    shown = await show(visit)
    assert isinstance(shown, View), shown
    return shown


def _seen(visit: Visit, page: Page, view: View) -> Seen:
    title = title_of(visit.words, view.title)
    html = rendered(visit, view.template or page.template, title, dict(view.data), view.faulty)
    return Seen(f"http://test{visit.request.url.path}", view.status, html, cast(Any, {}))


def page_of(name: str) -> Page:
    """A page by its name. Raises StopIteration."""
    return next(page for page in register() if page.name == name)


def filled(seen: Seen, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """The fields of a page's own form with what is filled in; a field that it does not have is a fault of the test."""
    form: Form = seen.form("send_key")
    assert not set(given) - form.names, set(given) - form.names
    return [one for one in form.fields if one[0] not in given] + list(given.items())


def of_engagement_seen(actor: Actor, state: Any, version: int = 1) -> Answers:
    """What the gateway answers about one engagement to this reader."""
    seen = engagement_view.engagement(actor, of_engagement(state), state.model_dump(mode="json"))
    item = seen and {
        "itemId": state.engagement_id, "kind": "engagement", "version": version, "status": state.stage, "title": seen["title"],
        "reference": state.reference, "parties": [one.party for one in state.sides], "functionalAreas": [],
        "begunAt": state.opened_at.isoformat(), "changedAt": state.last_word_at.isoformat(), "state": seen, "history": [],
        "steps": [],
    }  # fmt: skip

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        contact = {"party": "iso3166:FRA", "focalPoint": {"name": "Claire <b>", "post": None, "email": "c@example.org"}}
        if name == "agreement_record":
            if item is None or not item["state"]["terms"]:
                raise NotFound("not_found", "There is no such version of the terms")
            return {"agreementRecord": record_of(state, given["version"] or None, item["state"]["signatures"])}
        return {"item": item} if name == "item" else {"engagementContacts": [contact]}

    return answers
