"""Questions about what was told to whom. Notifications answers them, with the caller's own token: nothing of it is copied.

A message says more than anybody but its reader may know, so it stays where it was written; here is the way to it.
"""

from typing import Any
from urllib.parse import quote

import strawberry
from strawberry.types import Info

from services.gateway.graphql import told_types as t
from services.gateway.graphql.context import Context, NotAllowed
from services.gateway.graphql.home import Home, home_of
from services.gateway.graphql.root_field_actions import FIELDS
from shared.modalities.access import resources
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotPermitted

Asked = Info[Context, None]


async def ask(
    info: Asked, path: str, region: str | None = None, owner: str = "notifications", **parameters: Any
) -> dict[str, Any]:
    """What an owner answers to the caller, here or in another region."""
    context = info.context
    elsewhere = region if region != context.settings.deployment else None
    return await context.owners.ask(owner, path, parameters, context.forwarded(), elsewhere)


async def ask_owner(info: Asked, owner: str, path: str, **parameters: Any) -> dict[str, Any]:
    """What the owner of the item in a path answers to the caller, at whichever deployment it is.

    Raises NotPermitted for a narrowed token, as a program has: that is good at its own deployment alone.
    """
    home = await home_of(info.context, path) if info.context.settings.peers else Home()
    if home.region is None or home.scope is None:
        return await ask(info, path, owner=owner, **parameters)
    if (await info.context.actor()).scopes is not None:
        raise NotPermitted("not_permitted", "A narrowed token is good at the deployment it was made for alone")
    context = info.context
    return await context.owners.ask(owner, path, parameters, context.forwarded(), home.region, home.scope)


async def known(info: Asked, field: str) -> None:
    """Whether the caller may ask at all: for its own party, or for everyone's. Raises NotPermitted."""
    actor, here = await info.context.actor(), info.context.settings.deployment
    if not decide(actor, FIELDS[field], resources.of_party(actor.party or "", actor.region or here)).allowed:
        raise NotPermitted("not_permitted", f"Your role may not ask for {field}", FIELDS[field].paragraph)


@strawberry.type
class ToldQueries:
    """What was told. ``region`` asks another deployment that told it; this one without."""

    @strawberry.field(description="What the caller's party must act on and should know, newest first (WM 6)")
    async def inbox(
        self,
        info: Asked,
        party: str | None = None,
        mailbox: str | None = None,
        need: str | None = None,
        state: str | None = None,
        item: str | None = None,
        language: str | None = None,
        first: int = 50,
        after: str | None = None,
    ) -> t.InboxConnection:
        actor = await info.context.actor()
        whose = party or actor.party or ""
        if not decide(actor, FIELDS["Query.inbox"], resources.of_party(whose)).allowed:
            raise NotAllowed("not_permitted", "An inbox is read by its own party", FIELDS["Query.inbox"].paragraph)
        found = await ask(
            info, f"/inboxes/{quote(whose, safe='')}", mailbox=mailbox, need=need, state=state, item=item,
            language=language, first=first, after=after,
        )  # fmt: skip
        edges = [t.InboxEdge(cursor=one["cursor"], node=t.entry_of(one)) for one in found["entries"]]
        page = t.page_of([edge.cursor for edge in edges], after, found["next"])
        return t.InboxConnection(edges=edges, page_info=page, counts=t.InboxCounts(**found["counts"]))

    @strawberry.field(
        description="Each delivery the caller may see: recipient, channel, attempts, state, next try (WM 6)"
    )
    async def delivery_ledger(
        self,
        info: Asked,
        filter: t.LedgerFilter | None = None,
        first: int = 50,
        after: str | None = None,
        region: str | None = None,
    ) -> t.LedgerConnection:
        await known(info, "Query.deliveryLedger")
        wanted = dict(vars(filter)) if filter is not None else {}
        if (since := wanted.get("since")) is not None:
            wanted["since"] = since.isoformat()
        found = await ask(info, "/deliveries", region, first=first, after=after, **wanted)
        edges = [t.LedgerEdge(cursor=one["cursor"], node=t.delivery_of(one)) for one in found["deliveries"]]
        return t.LedgerConnection(edges=edges, page_info=t.page_of([e.cursor for e in edges], after, found["next"]))

    @strawberry.field(description="Why a recipient (a party, or webhook:<id>) was told of an event, or was not (WM 6)")
    async def why_told(
        self,
        info: Asked,
        event_id: str,
        recipient: str | None = None,
        region: str | None = None,
        language: str | None = None,
    ) -> list[t.WhyTold]:
        await known(info, "Query.whyTold")
        spoken = language or info.context.language
        found = await ask(info, "/why", region, event_id=event_id, recipient=recipient, language=spoken)
        return [t.why_of(one) for one in found["answers"]]
