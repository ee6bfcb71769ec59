"""Queries. Each reads as its caller; what may not be seen is not there."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from services.gateway.graphql import types as t
from services.gateway.graphql.bench_queries import BenchQueries
from services.gateway.graphql.beside_queries import BesideQueries
from services.gateway.graphql.candidate_queries import CandidateQueries
from services.gateway.graphql.commands import send
from services.gateway.graphql.completeness import CompletenessQueries
from services.gateway.graphql.context import Context
from services.gateway.graphql.directory_queries import DirectoryQueries
from services.gateway.graphql.draft_queries import DraftQueries
from services.gateway.graphql.editions import EditionQueries
from services.gateway.graphql.engaged_queries import EngagedQueries
from services.gateway.graphql.expert_queries import ExpertQueries
from services.gateway.graphql.figure_types import FirstFeedback, UnmetNeed
from services.gateway.graphql.handovers import HandoverQueries
from services.gateway.graphql.liaison_queries import LiaisonQueries
from services.gateway.graphql.method_queries import MethodQueries
from services.gateway.graphql.needs_plans import NeedsPlanQueries
from services.gateway.graphql.organisation_queries import OrganisationQueries
from services.gateway.graphql.own import OwnQueries
from services.gateway.graphql.own_signals import OwnSignalQueries
from services.gateway.graphql.package_queries import PackageQueries
from services.gateway.graphql.pages import pages
from services.gateway.graphql.published_queries import PublishedQueries
from services.gateway.graphql.ready_queries import ReadyQueries
from services.gateway.graphql.region_types import StreamFreshness
from services.gateway.graphql.roster_imports import ImportQueries
from services.gateway.graphql.rule_set_queries import RuleSetQueries
from services.gateway.graphql.step_types import WaitingStep, waiting_step
from services.gateway.graphql.thread_queries import ThreadQueries
from services.gateway.graphql.told import ToldQueries, ask
from services.gateway.graphql.world import WorldQueries
from services.gateway.read_model import figures
from services.gateway.read_model.offers_of_others import as_seen_by
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.readable import READ
from services.gateway.read_model.views import region_shown, shown_fields
from services.gateway.read_model.worklist import worklist
from shared.modalities.errors import Fault, Invalid
from shared.runtime.cursors import parts_of, place_of

Asked = Info[Context, None]
CHECKING = "nothing-is-stored"
"""Stands where a command has a key: a check may be repeated as one likes."""


@strawberry.type
class Query(
    CompletenessQueries,
    WorldQueries,
    ToldQueries,
    OwnQueries,
    HandoverQueries,
    BenchQueries,
    BesideQueries,
    CandidateQueries,
    ReadyQueries,
    EngagedQueries,
    ThreadQueries,
    DraftQueries,
    PublishedQueries,
    DirectoryQueries,
    ImportQueries,
    NeedsPlanQueries,
    PackageQueries,
    ExpertQueries,
    OrganisationQueries,
    EditionQueries,
    MethodQueries,
    LiaisonQueries,
    RuleSetQueries,
    OwnSignalQueries,
):
    """Everything that can be asked."""

    support_requests: t.ItemConnection = pages("request", "Requests the caller may read in full (WM 8)")
    support_offers: t.ItemConnection = pages("offer", "The roster (WM 7)")
    matches: t.ItemConnection = pages("match", "Matches the caller stands in or works on (WM 11)")
    open_needs: t.ItemConnection = pages("need", "What is still open of conforming requests (WM 16)")
    deliveries: t.ItemConnection = pages("delivery", "What became of messages (WM 6)")
    own_commitments: t.ItemConnection = pages("commitment", "What parties do themselves (WM 13)")
    engagements: t.ItemConnection = pages(
        "engagement", "What became of matches: for their sides, champions and officers (WM 11)"
    )
    calls_for_offers: t.ItemConnection = pages(
        "solicitation", "Calls for offers: for the parties asked, the States that ask, and officers (WM 17)"
    )
    meetings: t.ItemConnection = pages("meeting", "Meetings the caller is invited to, moderates or works on (WM 4, 5)")
    thematic_projects: t.ItemConnection = pages(
        "project",
        "Thematic projects: opened ones for the whole group, others for who proposed them and officers. party: a country it is for, "
        "or a champion (WM 2, 3, 18)",
    )
    support_packages: t.ItemConnection = pages(
        "package", "Packages of support that one's own party prepared; nobody else reads them (WM 7, 18)"
    )
    organisations: t.ItemConnection = pages(
        "organisation",
        "Organisations: registered ones for everybody, applications for their applicant and officers. party: its id (WM 3)",
    )
    experts: t.ItemConnection = pages(
        "expert",
        "Experts whom parties can send, without a name: for their party, who received them, officers, and where shown whoever may ask. "
        "party: that sends them (WM 7)",
    )
    capacity_assessments: t.ItemConnection = pages(
        "assessment",
        "Capacity assessments: of one's own State, of those that were shown to one's party, and for officers of its bureau (WM 13)",
    )
    national_plans: t.ItemConnection = pages(
        "national_plan",
        "National plans of action: of one's own State, of those that were shown to one's party, and for officers of its bureau (WM 13)",
    )
    terms_reviews: t.ItemConnection = pages(
        "review", "Reviews of the terms: opened ones for the whole group, others for who asked and officers (WM 21)"
    )
    crises: t.ItemConnection = pages(
        "crisis",
        "Declared crises: for the States they are about and officers; for others once every State agreed to that (WM 12)",
    )
    warnings: t.ItemConnection = pages(
        "warning",
        "Signals of early warning that are kept, for officers alone; party: the country whose figures stand out (WM 12)",
    )
    reports: t.ItemConnection = pages(
        "edition",
        "Editions of reports of the mechanism: published ones for everybody, others for the officers of their deployment (WM 21)",
    )
    peer_links: t.ItemConnection = pages(
        "link",
        "Peer links: of who stands in them and officers; of the others what each of their parties made public (WM 1, 20)",
    )
    initiatives: t.ItemConnection = pages(
        "initiative",
        "Pilots and the quality-assurance initiative: of their State, its partner, officers, and whom the State shows them to (WM 7, 11)",
    )
    calls_for_action: t.ItemConnection = pages(
        "call_for_action",
        "Calls for action: for who was asked and officers; open ones for every stakeholder. party: one that lets its word be read (WM 5)",
    )
    liaisons: t.ItemConnection = pages(
        "liaison",
        "Contacts with parties that the officers of this deployment noted: for them alone; party: with which one (WM 6)",
    )
    practices: t.ItemConnection = pages(
        "practice",
        "Good practices: of every country, published by its State. Words find one in any of the six languages, by its "
        "texts and by what its areas are called; a party is that of its country (WM 11)",
    )

    @strawberry.field(
        description="Requests of others, in the form their States agreed to show to the caller (WM 17). A region names "
        "another deployment, whose intake answers: nothing of its requests is kept here"
    )
    async def solicited_requests(
        self, info: Asked, first: int = 50, as_of: datetime | None = None, region: str | None = None
    ) -> list[t.SolicitedRequest]:
        if region is not None and region != info.context.settings.deployment:
            if as_of is not None:
                raise Invalid((Fault("/asOf", "another deployment shows its requests as they are now", "as_of"),))
            most = min(max(first, 0), info.context.settings.page_most)
            found = await ask(info, "/shown-requests", region, owner="intake", first=most)
            return [
                t.SolicitedRequest(item_id=r["request_id"], region=r["region"], fields=r["fields"])
                for r in found["requests"]
            ]
        async with info.context.reading(await info.context.actor()) as reader:
            rows = await reader.solicited(min(max(first, 0), info.context.settings.page_most), as_of)
        fields = [(row, shown_fields(row)) for row in rows]
        return [
            t.SolicitedRequest(item_id=r.id, region=region_shown(r, shown), fields=JSON(shown)) for r, shown in fields
        ]

    @strawberry.field(description="One item by its id or reference, as it is or as it was at a date")
    async def item(self, info: Asked, key: str, as_of: datetime | None = None) -> t.Item | None:
        async with info.context.reading(await info.context.actor()) as reader:
            row = await reader.one(key, as_of)
        return t.item_of(reader.actor, row, as_of) if row is not None else None

    @strawberry.field(description="One item by its global identifier")
    async def node(self, info: Asked, id: strawberry.ID) -> t.Item | None:
        try:
            region, kind, one = parts_of(id, 3)
        except ValueError:
            return None
        if kind not in READ:
            return None
        actor = await info.context.actor()
        when = as_seen_by(actor, PRESENT)
        async with info.context.reading(actor) as reader:
            rows, _ = await reader.page(kind, [when.columns.id == one], None, 9, when=when)
        # Named without its region where that is hidden: then it is found without, and never with it.
        found = (t.item_of(reader.actor, row) for row in rows)
        return next((item for item in found if (item.region or t.UNSAID) == region), None)

    @strawberry.field(description="What waits for whom, the earliest due first")
    async def worklist(
        self, info: Asked, first: int = 50, mine: bool = False, after: str | None = None
    ) -> list[WaitingStep]:
        actor, most = await info.context.may_start("Query.worklist"), info.context.settings.page_most
        if first > most:
            raise Invalid((Fault("/first", f"{most} at most; go on after the last one's cursor", "page_size"),))
        try:
            async with info.context.reading(actor) as reader:
                found = await worklist(reader, reader.now, first, mine=mine, after=place_of(after) if after else None)
        except ValueError as fault:
            raise Invalid((Fault("/after", "is no cursor of ours", "cursor"),)) from fault
        return [waiting_step(one) for one in found]

    @strawberry.field(description="What the rules would find of a support request; nothing is stored (WM 13, 15)")
    async def check_support_request(self, info: Asked, content: JSON) -> t.CommandResult:
        return await send(info, "intake", "POST", "/support-requests/check", content, CHECKING)

    @strawberry.field(description="How far each stream of events is applied")
    async def freshness(self, info: Asked) -> list[StreamFreshness]:
        async with info.context.reading(await info.context.may_start("Query.freshness")) as reader:
            rows = await reader.cursors()
        return [StreamFreshness(**(dict(r._mapping) | {"last_sequence": str(r.last_sequence), "missing": str(r.missing)}))
                for r in rows]  # fmt: skip

    @strawberry.field(
        description="Unmet need by region and functional area. For others than officers: what is asked for by requests "
        "whose States show their lines to the caller, in groups of several requests (WM 17)"
    )
    async def unmet_need(self, info: Asked) -> list[UnmetNeed]:
        settings = info.context.settings
        async with info.context.reading(await info.context.may_start("Query.unmetNeed")) as reader:
            found = await figures.unmet_need(reader, settings.deployment, settings.figures_least)
        return [UnmetNeed(**one) for one in found]

    @strawberry.field(
        description="Time to first feedback by region. For others than officers: of requests that are shown to the "
        "caller, in groups of several requests (WM 17)"
    )
    async def first_feedback(self, info: Asked) -> list[FirstFeedback]:
        settings = info.context.settings
        async with info.context.reading(await info.context.may_start("Query.firstFeedback")) as reader:
            found = await figures.first_feedback(reader, settings.deployment, settings.figures_least)
        return [FirstFeedback(**one) for one in found]
