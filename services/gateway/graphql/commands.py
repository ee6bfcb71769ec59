"""How a mutation becomes one command of an owning service, with the caller's own token."""

from typing import Any

from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.types import CommandResult, Problem
from shared.runtime.http.routes import good_key

Asked = Info[Context, None]


async def send(
    info: Asked, owner: str, method: str, path: str, body: Any, key: str, expected_version: int | None = None
) -> CommandResult:
    """What became of a command: the owner's answer, or its problem. A change names the version it was decided on.

    Raises Invalid for a key that is none.
    """
    good_key(key, "/key")
    await info.context.actor()
    request = info.context.request
    correlation = getattr(request.state, "correlation_id", key) if request is not None else key
    if not info.context.owners.runs(owner):
        return await _not_here(info, owner, path)
    answer = await info.context.owners.command(
        owner, method, path, body, info.context.token, key, correlation, expected_version
    )
    if answer.status < 400:
        state: Any = answer.body
        return CommandResult(state=state, problem=None, version=answer.version)
    if answer.status == 404 and await _region(info, path) not in {None, info.context.settings.deployment}:
        return await _not_here(info, owner, path)
    said = answer.body
    problem = Problem(
        status=answer.status, code=str(said.get("code", "error")), title=str(said.get("title", "")),
        detail=str(said.get("detail", "")), paragraph=said.get("paragraph"), faults=list(said.get("errors", [])),
    )  # fmt: skip
    return CommandResult(state=None, problem=problem)


async def _region(info: Asked, path: str) -> str | None:
    """The deployment of the item that a command is about, as far as the caller may know of it."""
    parts = path.split("/")
    if len(parts) < 3 or parts[1] not in {"support-requests", "support-offers", "matches", "meetings"}:
        return None
    async with info.context.reading(await info.context.actor()) as reader:
        row = await reader.one(parts[2])
    return row.region if row is not None else None


async def _not_here(info: Asked, owner: str, path: str) -> CommandResult:
    """The refusal of a command whose owner is another deployment: it is named, and nothing is sent to it in silence."""
    settings = info.context.settings
    region = await _region(info, path)
    known = sorted(name for name, peers in settings.peers.items() if owner in peers)
    whose = f"it belongs to '{region}'" if region else f"{owner} runs at {', '.join(known) or 'other deployments'}"
    detail = f"This is not decided at '{settings.deployment}': {whose}. Send the command there"
    problem = Problem(status=409, code="not_here", title="Not here", detail=detail, paragraph=None, faults=[])
    return CommandResult(state=None, problem=problem)


def segment(text: str) -> str:
    """One segment of a path; anything that could leave it names nothing."""
    return text if text.replace("-", "").isalnum() else "unknown"
