"""How a mutation becomes one command of an owning service, in the caller's own name, at whichever deployment owns the thing."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.home import Home, home_of, home_of_new, home_of_new_at_geneva
from services.gateway.graphql.types import CommandResult, Problem
from services.gateway.http.owners import CommandAnswer
from services.gateway.http.refusals import own_words
from shared.modalities.access.actions import SEND_ELSEWHERE
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import ModalityError, NotPermitted, Unauthenticated
from shared.modalities.paragraphs import P6
from shared.runtime.db.cause import ByActor
from shared.runtime.http.problems import ENGLISH, in_language, status_of, title_of
from shared.runtime.http.routes import good_key

Asked = Info[Context, None]


async def send(
    info: Asked,
    owner: str,
    method: str,
    path: str,
    body: Any,
    key: str,
    expected_version: int | None = None,
    about: str | None = None,
) -> CommandResult:
    """What became of a command: the owner's answer, or its problem. A change names the version it was decided on.

    It goes to the deployment that owns the thing; ``about``: the item that a new thing is about. Raises Invalid for a key
    that is none.
    """
    good_key(key, "/key")
    await info.context.actor()
    owners, caller = info.context.owners, info.context.forwarded(key)
    language = caller.language or ENGLISH
    runs = owners.runs(owner)
    # A deployment that knows no other has nothing of others'.
    home = await home_of(info.context, path, about) if info.context.settings.peers or not runs else Home()
    if home.region is None and runs:
        home = home_of_new_at_geneva(info.context, owner, path, body)
    elif home.region is None:
        home = home_of_new(info.context, path, body)
        if home.region is None:
            return _not_here(info, owner, home, language)
    if home.region is not None and not owners.knows(home.region, owner):
        return _not_here(info, owner, home, language)
    try:
        if home.region is not None:
            await _goes(info, home, owner, method, path, caller.correlation, expected_version)
        answer = await owners.command(owner, method, path, body, caller, key, expected_version, home.region, home.scope)
    except ModalityError as refused:
        said = {"code": refused.code, "detail": refused.detail}
        answer = CommandAnswer(status_of(refused), said, retry_after_s=getattr(refused, "retry_after_s", None))
    if answer.status < 400:
        state: Any = answer.body
        return CommandResult(state=state, problem=None, version=answer.version)
    return CommandResult(state=None, problem=_problem(answer, home, language))


async def _goes(
    info: Asked, home: Home, owner: str, method: str, path: str, correlation: str, version: int | None
) -> None:
    """Before a command leaves: may this token be shown further, and the audit says who sent what where (WM 6).

    Raises NotPermitted, Unauthenticated. What comes of it the owner's audit says, under the same correlation.
    """
    actor = await info.context.actor()
    authorise(actor, SEND_ELSEWHERE, ANYTHING)
    if info.context.token is None:
        raise Unauthenticated("token_needed", "A bearer token is needed for this")
    if actor.scopes is not None:
        words = "A narrowed token, as a program has, is good at the deployment it was made for alone"
        raise NotPermitted("not_permitted", words, P6)
    item = path.split("/")[2] if path.count("/") > 1 else ""
    async with info.context.database.unit_of_work(ByActor(actor, correlation)) as uow:
        detail = {"to": home.region or "", "service": owner, "command": f"{method} {path}"}
        uow.audit(SEND_ELSEWHERE.name, SEND_ELSEWHERE.paragraph, item, version or 0, **detail)


def _problem(answer: CommandAnswer, home: Home, language: str) -> Problem:
    """In the reader's language: an owner's answer comes in it, what the gateway says itself is put into it here."""
    said, waits = answer.body, answer.retry_after_s
    code, owner, faults = str(said.get("code", "error")), said.get("owner"), list(said.get("errors", []))
    words = own_words(said, "detail")
    if answer.away and home.told is not None:
        owner, words = home.told, f"{words}. It belongs to '{home.told}'"
    detail, english = in_language(code, words, language, len(faults))
    return Problem(
        status=answer.status, code=code, title=title_of(answer.status, language), detail=detail,
        english=english, paragraph=said.get("paragraph"), faults=faults,
        owner=owner, retry_after=max(1, ceil(waits)) if waits is not None else None,
    )  # fmt: skip


def _not_here(info: Asked, owner: str, home: Home, language: str) -> CommandResult:
    """The refusal of a command whose owner is another deployment that is not known here: it is named, as far as it may be."""
    settings = info.context.settings
    known = sorted(name for name, peers in settings.peers.items() if owner in peers)
    whose = (
        f"it belongs to '{home.told}'" if home.told else f"{owner} runs at {', '.join(known) or 'other deployments'}"
    )
    detail = f"This is not decided at '{settings.deployment}': {whose}. Send the command there"
    said = {"code": "not_here", "detail": detail, "paragraph": P6.number, "owner": home.told}
    return CommandResult(state=None, problem=_problem(CommandAnswer(409, said), home, language))


@dataclass(frozen=True)
class About:
    """Commands about one thing of a collection, each at a path of its own below it; ``method``: what most of them are sent by."""

    owner: str
    collection: str
    method: str

    async def __call__(
        self, info: Asked, one: str, what: str, body: Any, version: int, key: str, method: str | None = None
    ) -> CommandResult:
        """What became of it, decided on a version."""
        path = f"/{self.collection}/{segment(one)}/{what}"
        return await send(info, self.owner, method or self.method, path, body, key, version)


def segment(text: str) -> str:
    """One segment of a path; anything that could leave it names nothing."""
    return text if text.replace("-", "").isalnum() else "unknown"
