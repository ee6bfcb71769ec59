"""Mutations: each is one command of an owning service, sent with the caller's own token; the owner decides."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.action_commands import ActionMutations
from services.gateway.graphql.assessment_commands import AssessmentMutations
from services.gateway.graphql.bench_commands import BenchMutations
from services.gateway.graphql.call_commands import CallMutations
from services.gateway.graphql.channel_commands import ChannelMutations
from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.commitment_commands import CommitmentMutations
from services.gateway.graphql.counter_commands import CounterMutations
from services.gateway.graphql.crisis_commands import CrisisMutations
from services.gateway.graphql.draft_commands import DraftMutations
from services.gateway.graphql.edition_commands import EditionMutations
from services.gateway.graphql.engagement_commands import EngagementMutations
from services.gateway.graphql.expert_commands import ExpertMutations
from services.gateway.graphql.handovers import HandoverMutations
from services.gateway.graphql.initiative_commands import InitiativeMutations
from services.gateway.graphql.liaison_commands import LiaisonMutations
from services.gateway.graphql.link_commands import LinkMutations
from services.gateway.graphql.meeting_commands import MeetingMutations
from services.gateway.graphql.named_answer import NamedAnswer, RecipientAnswer
from services.gateway.graphql.needs_plans import NeedsPlanMutations
from services.gateway.graphql.offer_commands import OfferMutations
from services.gateway.graphql.organisation_commands import OrganisationMutations
from services.gateway.graphql.own_commands import OwnMutations
from services.gateway.graphql.package_commands import PackageMutations
from services.gateway.graphql.practice_commands import PracticeMutations
from services.gateway.graphql.project_commands import ProjectMutations
from services.gateway.graphql.review_commands import ReviewMutations
from services.gateway.graphql.roster_imports import ImportMutations
from services.gateway.graphql.thread_commands import ThreadMutations
from services.gateway.graphql.told_commands import ToldMutations
from services.gateway.graphql.types import CommandResult
from services.gateway.graphql.warning_commands import WarningMutations


@strawberry.type
class Mutation(
    ToldMutations,
    OwnMutations,
    MeetingMutations,
    ThreadMutations,
    PracticeMutations,
    LinkMutations,
    InitiativeMutations,
    ActionMutations,
    LiaisonMutations,
    ReviewMutations,
    CrisisMutations,
    WarningMutations,
    EditionMutations,
    ProjectMutations,
    PackageMutations,
    ExpertMutations,
    OrganisationMutations,
    AssessmentMutations,
    CommitmentMutations,
    DraftMutations,
    CallMutations,
    CounterMutations,
    EngagementMutations,
    BenchMutations,
    NeedsPlanMutations,
    ImportMutations,
    OfferMutations,
    HandoverMutations,
    ChannelMutations,
):
    """Commands. ``key`` is the caller's idempotency key: a repeat gets the same answer."""

    @strawberry.mutation(description="Submit a support request (WM 8)")
    async def submit_support_request(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "intake", "POST", "/support-requests", content, key)

    @strawberry.mutation(description="Submit a new version (WM 8)")
    async def revise_support_request(
        self, info: Asked, request_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await send(
            info, "intake", "PUT", f"/support-requests/{segment(request_id)}/content", content, key, expected_version
        )

    @strawberry.mutation(description="Share feedback per criterion (WM 8)")
    async def share_feedback(
        self,
        info: Asked,
        request_id: str,
        items: list[JSON],
        expected_version: int,
        key: str,
        message: str | None = None,
    ) -> CommandResult:
        body = {"items": items, "message": message}
        return await send(
            info, "intake", "POST", f"/support-requests/{segment(request_id)}/feedback", body, key, expected_version
        )

    @strawberry.mutation(description="Find the request in line, or not (WM 15, 16)")
    async def decide_support_request(
        self, info: Asked, request_id: str, in_line: bool, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"in_line": in_line, "reason": reason}
        return await send(
            info, "intake", "POST", f"/support-requests/{segment(request_id)}/decision", body, key, expected_version
        )

    @strawberry.mutation(description="Agree to solicitation and name what is shown (WM 17)")
    async def give_consent(
        self,
        info: Asked,
        request_id: str,
        fields: list[str],
        expected_version: int,
        key: str,
        audiences: list[str] | None = None,
        kinds: list[str] | None = None,
        parties: list[str] | None = None,
        but: list[str] | None = None,
    ) -> CommandResult:
        to_whom = {"audiences": audiences, "kinds": kinds, "parties": parties, "but": but}
        body = {"fields": fields} | {name: value for name, value in to_whom.items() if value is not None}
        return await send(
            info, "intake", "PUT", f"/support-requests/{segment(request_id)}/consent", body, key, expected_version
        )

    @strawberry.mutation(description="Take the agreement back (WM 17)")
    async def withdraw_consent(self, info: Asked, request_id: str, expected_version: int, key: str) -> CommandResult:
        return await send(
            info, "intake", "DELETE", f"/support-requests/{segment(request_id)}/consent", None, key, expected_version
        )

    @strawberry.mutation(
        description="What a party that a request names says of itself: agreed, declined, or left (WM 3, 15.v)"
    )
    async def answer_in_request(
        self, info: Asked, request_id: str, answer: NamedAnswer, expected_version: int, key: str
    ) -> CommandResult:
        path = f"/support-requests/{segment(request_id)}/answer"
        return await send(info, "intake", "POST", path, answer.body(), key, expected_version)

    @strawberry.mutation(
        description="What a recipient other than a State says of itself: agreed, declined, or left (WM 10, 15.iv)"
    )
    async def answer_as_recipient(
        self, info: Asked, request_id: str, answer: RecipientAnswer, expected_version: int, key: str
    ) -> CommandResult:
        path = f"/support-requests/{segment(request_id)}/recipient-answer"
        return await send(info, "intake", "POST", path, answer.body(), key, expected_version)

    @strawberry.mutation(description="Withdraw the request: for the State that leads it (WM 8)")
    async def withdraw_support_request(
        self, info: Asked, request_id: str, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        path = f"/support-requests/{segment(request_id)}/withdrawal"
        return await send(info, "intake", "POST", path, {"reason": reason}, key, expected_version)

    @strawberry.mutation(description="Record what a party does itself, without asking (WM 13)")
    async def record_own_commitment(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "intake", "POST", "/own-commitments", content, key)

    @strawberry.mutation(description="Accept, or decline with a coded reason (WM 11)")
    async def answer_match(
        self,
        info: Asked,
        match_id: str,
        party: str,
        answer: str,
        expected_version: int,
        key: str,
        reason_code: str | None = None,
    ) -> CommandResult:
        body = {"party": party, "answer": answer, "reason_code": reason_code}
        return await send(info, "matching", "POST", f"/matches/{segment(match_id)}/answer", body, key, expected_version)

    @strawberry.mutation(description="Confirm what both sides accepted (WM 19, 20)")
    async def confirm_match(
        self, info: Asked, match_id: str, channel: str, delivery_mode: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"channel": channel, "delivery_mode": delivery_mode}
        return await send(
            info, "matching", "POST", f"/matches/{segment(match_id)}/confirmation", body, key, expected_version
        )
