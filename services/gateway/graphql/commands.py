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
    answer = await info.context.owners.command(
        owner, method, path, body, info.context.token, key, correlation, expected_version
    )
    if answer.status < 400:
        state: Any = answer.body
        return CommandResult(state=state, problem=None, version=answer.version)
    said = answer.body
    problem = Problem(
        status=answer.status, code=str(said.get("code", "error")), title=str(said.get("title", "")),
        detail=str(said.get("detail", "")), paragraph=said.get("paragraph"), faults=list(said.get("errors", [])),
    )  # fmt: skip
    return CommandResult(state=None, problem=problem)


def segment(text: str) -> str:
    """One segment of a path; anything that could leave it names nothing."""
    return text if text.replace("-", "").isalnum() else "unknown"
