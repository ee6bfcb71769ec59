"""How a mutation becomes one command of an owning service, with the caller's own token."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.types import CommandResult, Problem
from services.gateway.read_model.views import facts, state_for
from shared.contracts.vocabulary import bureau_of, deployment_of_bureau
from shared.modalities.paragraphs import P6
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
        return await _not_here(info, owner, path, body)
    answer = await info.context.owners.command(
        owner, method, path, body, info.context.token, key, correlation, expected_version
    )
    if answer.status < 400:
        state: Any = answer.body
        return CommandResult(state=state, problem=None, version=answer.version)
    if answer.status == 404 and (await _home(info, path)).elsewhere:
        return await _not_here(info, owner, path, body)
    said, waits = answer.body, answer.retry_after_s
    problem = Problem(
        status=answer.status, code=str(said.get("code", "error")), title=str(said.get("title", "")),
        detail=str(said.get("detail", "")), paragraph=said.get("paragraph"), faults=list(said.get("errors", [])),
        owner=said.get("owner"), retry_after=max(1, ceil(waits)) if waits is not None else None,
    )  # fmt: skip
    return CommandResult(state=None, problem=problem)


ITEMS = frozenset(
    {"support-requests", "support-offers", "matches", "calls-for-offers", "meetings", "engagements", "deliveries"}
)
"""Collections whose things the read model knows with their deployment."""


class Home(NamedTuple):
    """Where the item of a command belongs: whether to another deployment, and to which as far as the caller may know."""

    elsewhere: bool = False
    region: str | None = None


async def _home(info: Asked, path: str) -> Home:
    """Of an item that the caller may read; of others nothing is said."""
    parts = path.split("/")
    if len(parts) < 3 or parts[1] not in ITEMS:
        return Home()
    actor = await info.context.actor()
    async with info.context.reading(actor) as reader:
        row = await reader.one(parts[2])
    if row is None:
        return Home()
    return Home(row.region != info.context.settings.deployment, facts(row, state_for(actor, row)).region)


def leads_to(body: Any, on: date) -> str | None:
    """The deployment that serves the party for which a new thing is said: its lead requester or offerer."""
    said = body if isinstance(body, dict) else {}
    leads = next((said[name] for name in ("requesting_states", "offering_parties") if name in said), None)
    lead = leads[0] if isinstance(leads, list) and leads else None
    if not isinstance(lead, str) or not lead.startswith("iso3166:"):
        return None
    bureau = bureau_of(lead.removeprefix("iso3166:"), on)
    return deployment_of_bureau(bureau) if bureau is not None else None


async def _not_here(info: Asked, owner: str, path: str, body: Any) -> CommandResult:
    """The refusal of a command whose owner is another deployment: it is named, and nothing is sent to it in silence.

    A person's token is exchanged for one that reads elsewhere, never for one that acts there (ADR 11).
    """
    settings = info.context.settings
    region = (await _home(info, path)).region or leads_to(body, info.context.database.clock.now().date())
    known = sorted(name for name, peers in settings.peers.items() if owner in peers)
    whose = f"it belongs to '{region}'" if region else f"{owner} runs at {', '.join(known) or 'other deployments'}"
    detail = f"This is not decided at '{settings.deployment}': {whose}. Send the command there"
    problem = Problem(
        status=409, code="not_here", title="Not here", detail=detail, paragraph=P6.number, faults=[], owner=region
    )
    return CommandResult(state=None, problem=problem)


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
