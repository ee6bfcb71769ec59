"""Types of the schema. Every item carries its whole state as JSON beside the fields people ask for most."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from services.gateway.graphql.carried_types import CarriedOn, carried, keys_of
from services.gateway.graphql.compiled.selected import Finished
from services.gateway.graphql.context import Context
from services.gateway.graphql.finding_types import FindingOnCriterion, findings_of
from services.gateway.graphql.item_parts import HistoryEntry, RequestLinePart, RequestVersion
from services.gateway.graphql.region_types import RegionFreshness
from services.gateway.graphql.step_types import WaitingStep, waiting_step
from services.gateway.http.owner import SERVICE_OF
from services.gateway.kinds.awaited import moment
from services.gateway.read_model import steps
from services.gateway.read_model.raised import KINDS as RAISED
from services.gateway.read_model.raised import invited
from services.gateway.read_model.reader import resource
from services.gateway.read_model.rows import Dated, ItemRow
from services.gateway.read_model.views import facts, state_for, title_in, told_history
from shared.contracts.catalogue import events
from shared.modalities.access import views
from shared.modalities.access.actions import READ_HISTORY
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING, Resource
from shared.modalities.steps.confirmed import unconfirmed_since
from shared.runtime.cursors import node_id

UNSAID = "-"
"""Stands for the region in the identifier of an item whose region its reader may not know."""
_WORDS = {event.wire_type: (event.__doc__ or "").split("\n")[0] for event in events()} | steps.WORDS


@strawberry.type(
    description="A request, an offer, a match, a need, a call for offers, a delivery, an own commitment, an engagement, a meeting, a good practice, a review of the terms, a warning, a report, a declared crisis, a thematic project, a package of support, an expert, an organisation, a capacity assessment or a national plan"
)
class Item:
    node_id: strawberry.ID = strawberry.field(name="id")
    item_id: str
    kind: str
    region: str | None = strawberry.field(description="Null where it would tell what its States did not agree to show")
    version: int
    status: str
    reference: str | None
    parties: list[str]
    functional_areas: list[str]
    begun_at: datetime
    changed_at: datetime
    state: JSON
    owner: str | None = strawberry.field(description="The service that owns it: only it changes it")
    home: strawberry.Private[str]
    moment: strawberry.Private[datetime | None] = None
    thing: strawberry.Private[Resource] = ANYTHING

    @strawberry.field(description="How fresh what is known of its region is")
    async def freshness(self, info: Info[Context, None]) -> RegionFreshness | None:
        return None if self.region is None else await info.context.loaders.freshness.load(self.home)

    @strawberry.field(description="Title as its party words it")
    def title(self) -> str | None:
        return title_in(self.state)

    @strawberry.field(
        description="Of an offer on the roster: when its party last said that it stands, once that is too long ago (WM 7)"
    )
    def not_confirmed_since(self, info: Info[Context, None]) -> datetime | None:
        state: Any = self.state
        if self.kind != "offer" or self.status != "live":
            return None
        now = self.moment or info.context.database.clock.now()
        return unconfirmed_since(moment(state["confirmed_at"]), info.context.settings.offer_unconfirmed_days, now)

    @strawberry.field(description="Lines of a request")
    def lines(self) -> list[RequestLinePart]:
        state: Any = self.state
        if self.kind != "request":
            return []
        return [
            RequestLinePart(
                line_id=x["line_id"], functional_area=x["functional_area"], support_type=x["support_type"],
                amount=x["quantity"]["amount"], unit=x["quantity"]["unit"], start=x["period"]["start"],
                end=x["period"]["end"],
            )
            for x in state["content"].get("lines", ())
        ]  # fmt: skip

    @strawberry.field(description="Findings of a request (WM 13, 15)")
    def findings(self) -> list[FindingOnCriterion]:
        state: Any = self.state
        if self.kind != "request":  # Those on a choice of moderators are of another shape; they stand in the state.
            return []
        return findings_of(state)

    @strawberry.field(description="Immutable versions of a request, oldest first")
    async def versions(self, info: Info[Context, None]) -> list[RequestVersion]:
        if self.kind != "request":
            return []
        rows = self._until(await info.context.loaders.versions.load((self.home, self.item_id)), "submitted_at")
        actor, found = await info.context.actor(), []
        for row in rows:
            content, findings = views.version_of_request(actor, self.thing, row.content, row.findings)
            found.append(RequestVersion(
                number=row.number, submitted_at=row.submitted_at, content=JSON(content), findings=JSON(findings)
            ))  # fmt: skip
        return found

    @strawberry.field(description="Everything that happened to it, in order; null for a reader who may not know")
    async def history(self, info: Info[Context, None]) -> list[HistoryEntry] | None:
        # Of a match it tells what the others did: for those who may know who they are.
        hidden = self.kind == "match" and self.region is None
        if hidden or not decide(await info.context.actor(), READ_HISTORY, self.thing).allowed:
            return None
        rows = self._until(await info.context.loaders.history.load((self.home, self.item_id)), "at")
        return [
            HistoryEntry(
                at=r.at, type=r.type, words=_WORDS.get(r.type, r.type), paragraph=r.paragraph, version=r.version
            )
            for r in told_history(await info.context.actor(), self.thing, rows)
        ]

    @strawberry.field(
        description="What waits for whom on it now, as far as the reader may know; null for an item read at a date"
    )
    async def steps(self, info: Info[Context, None]) -> list[WaitingStep] | None:
        if self.moment is not None:
            return None
        found = await info.context.loaders.steps.load((self.home, self.kind, self.item_id))
        return [waiting_step(one) for one in found]

    @strawberry.field(
        description="Good practices that come from it, the newest first, of those the reader may read; of a meeting or an engagement"
    )
    async def practices(self, info: Info[Context, None]) -> list["Item"]:
        if self.kind not in {"meeting", "engagement"}:
            return []
        actor = await info.context.actor()
        return [item_of(actor, row) for row in await info.context.loaders.practices.load(self.item_id)]

    @strawberry.field(
        description="Requests and offers that were raised at it, as invited parties that ask or offer say, the newest first, of those the "
        "reader may read in full; of a meeting (WM 4)"
    )
    async def raised_there(self, info: Info[Context, None]) -> list["Item"]:
        if self.kind != "meeting":
            return []
        actor, key = await info.context.actor(), (self.item_id, invited(cast(Any, self.state)))
        return [item_of(actor, row) for row in await info.context.loaders.raised_at.load(key)]

    @strawberry.field(
        description="The meeting of the series that it was convened from, if the reader may read it; of a meeting (WM 4)"
    )
    async def previous_meeting(self, info: Info[Context, None]) -> "Item | None":
        state: Any = self.state
        series = state.get("series") if self.kind == "meeting" else None
        if not series:
            return None
        actor, key = await info.context.actor(), (self.home, "meeting", series["previous_id"])
        return next((item_of(actor, row) for row in await info.context.loaders.items.load(key)), None)

    @strawberry.field(
        description="What was open of earlier meetings of its series when it was convened, as it stands now, of those that the reader may "
        "read; of a meeting (WM 4)"
    )
    async def carried_actions(self, info: Info[Context, None]) -> list[CarriedOn]:
        if self.kind != "meeting":
            return []
        actor, keys = await info.context.actor(), keys_of(self.home, cast(Any, self.state))
        rows = [row for found in await info.context.loaders.items.load_many(keys) for row in found]
        return carried(cast(Any, self.state), {row.id: item_of(actor, row) for row in rows})

    @strawberry.field(
        description="The meeting at which it was raised, if the reader may read of both; of a request or an offer (WM 4)"
    )
    async def raised_at(self, info: Info[Context, None]) -> "Item | None":
        if self.kind not in RAISED:
            return None
        actor = await info.context.actor()
        return next((item_of(actor, row) for row in await info.context.loaders.meeting_of.load(self.item_id)), None)

    @strawberry.field(
        description="The declared crisis that it is about, if the reader may read of it; of a request, or of a call for one that the reader may read (WM 12)"
    )
    async def crisis(self, info: Info[Context, None]) -> "Item | None":
        state: Any = self.state
        if (asks := {"request": self.item_id, "solicitation": state.get("request_id")}.get(self.kind)) is None:
            return None
        actor = await info.context.actor()
        return next((item_of(actor, row) for row in await info.context.loaders.crises.load(asks)), None)

    @strawberry.field(
        description="Of a declared crisis: requests of its States that are open, of those the reader may read in full, the newest first (WM 12)"
    )
    async def open_requests(self, info: Info[Context, None]) -> list["Item"]:
        if self.kind != "crisis":
            return []
        actor = await info.context.actor()
        return [item_of(actor, row) for row in await info.context.loaders.open_requests.load(tuple(self.parties))]

    @strawberry.field(
        description="Offers that are tied to it, in the order in which they were, of those the reader may read; of a thematic project (WM 18)"
    )
    async def attached_offers(self, info: Info[Context, None]) -> list["Item"]:
        if self.kind != "project":
            return []
        actor = await info.context.actor()
        return [item_of(actor, row) for row in await info.context.loaders.attached_offers.load(self.item_id)]

    def _until(self, rows: list[Dated], name: str) -> list[Dated]:
        """Rows of the date the item was asked at."""
        return rows if self.moment is None else [row for row in rows if getattr(row, name) <= self.moment]


@strawberry.type(description="A request of another State, in the form that State agreed to show (WM 17)")
class SolicitedRequest:
    item_id: str
    region: str | None = strawberry.field(description="Null unless the States may be named: it tells which they are")
    fields: JSON


@strawberry.type(description="Where a page begins and ends")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="An item at its place in a page")
class ItemEdge:
    cursor: str
    node: Item


@strawberry.type(description="A page of items, newest first")
class ItemConnection:
    edges: list[ItemEdge]
    page_info: PageInfo
    count: strawberry.Private[Callable[[], Awaitable[int]]]
    left_out: list[RegionFreshness] = strawberry.field(
        default_factory=list, description="Regions left out because what is known of them is older than was asked for"
    )

    @strawberry.field(description="The items of the page without their places")
    def nodes(self) -> list[Item]:
        # What the resolver of the page finished holds both lists.
        edges: Any = self.edges
        return edges if type(edges) is Finished else [edge.node for edge in edges]  # type: ignore[return-value]

    @strawberry.field(description="How many there are on all pages, of those the caller may read")
    async def total_count(self) -> int:
        return await self.count()


@strawberry.type(description="Why a command was refused; names every fault")
class Problem:
    status: int
    code: str
    title: str
    detail: str = strawberry.field(description="In the language of Accept-Language, of those of the United Nations")
    english: str | None = strawberry.field(description="The owner's own words, where they may say more than the detail")
    paragraph: str | None
    faults: list[JSON]
    owner: str | None = strawberry.field(default=None, description="The deployment that decides on it, if not this one")
    retry_after: int | None = strawberry.field(default=None, description="Seconds until it may be tried again")


@strawberry.type(description="What became of a command: the state after it, or the problem")
class CommandResult:
    state: JSON | None
    problem: Problem | None
    version: int | None = strawberry.field(default=None, description="After it; the next change names it")


@strawberry.type(description="News of an item")
class ItemChange:
    item_id: str
    kind: str
    region: str | None
    version: int
    status: str
    type: str


def item_of(actor: Actor, row: ItemRow, moment: datetime | None = None) -> Item:
    """A row as an item in the form the actor sees, as of a moment if it was read at one."""
    state = state_for(actor, row)
    known = facts(row, state)
    return Item(
        node_id=strawberry.ID(node_id(known.region or UNSAID, row.kind, row.id)), item_id=row.id, kind=row.kind,
        region=known.region, version=row.version, status=row.status, reference=known.reference,
        parties=list(known.parties), functional_areas=list(known.areas), begun_at=row.begun_at,
        changed_at=row.changed_at, state=JSON(state), home=row.region, moment=moment, thing=resource(row),
        owner=f"/acsg/{known.region}/{SERVICE_OF[row.kind]}" if known.region is not None else None,
    )  # fmt: skip
