"""Drafts as the schema says them: a request while it is prepared, as far as its reader sees it (WM 3, 8, 15.v)."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment
from services.gateway.graphql.finding_types import FindingOnCriterion, findings_of
from services.gateway.graphql.rule_set_types import ComingSeen, coming_of
from services.gateway.graphql.told import ask
from shared.modalities.errors import Refusal

GONE = 404


@strawberry.type(name="DraftHand", description="A party that was invited. role: editor, or commenter")
class HandSeen:
    party: str
    role: str
    invited_at: datetime
    invited_by: str


@strawberry.type(
    name="DraftSignature",
    description="A State signed one text. current: whether that is the present one, so that it counts. post: for those who may know it",
)
class SignatureSeen:
    party: str
    post: str
    text_version: int
    digest: str
    signed_at: datetime
    on_paper: JSON | None
    current: bool


@strawberry.type(
    name="DraftEndorsement", description="The country office stands behind one text; current: behind the present one"
)
class EndorsementSeen:
    office: str
    text_version: int
    digest: str
    endorsed_at: datetime
    current: bool


@strawberry.type(name="DraftComment", description="What somebody said of a place of the text; place: a JSON pointer")
class CommentSeen:
    comment_id: str
    place: str
    text: str
    by: str
    at: datetime
    text_version: int
    resolved_by: str | None
    resolved_at: datetime | None


@strawberry.type(
    name="DraftUnread", description="What a workbook says and could not be read: it stays as text, for those who write"
)
class UnreadSeen:
    sheet: str | None
    cell: str | None
    pointer: str
    code: str
    text: str


@strawberry.type(name="DraftFault", description="What the door of a request would say of the text")
class FaultSeen:
    pointer: str
    code: str
    message: str
    english: str | None


@strawberry.type(
    name="DraftCheck", description="What the rules find of the text as far as it is written, and what stands before it"
)
class CheckSeen:
    rule_set: str
    findings: list[FindingOnCriterion]
    faults: list[FaultSeen]
    missing: list[str] = strawberry.field(description="States that have not signed the present text, the lead first")
    ready: bool = strawberry.field(description="Whether it could be submitted now")
    coming: ComingSeen | None = strawberry.field(
        description="What a rule set that comes soon would find differently (WM 21)"
    )


@strawberry.type(
    name="RequestDraft",
    description="A request while it is prepared. version: what a change is decided on; digest: of the text that is signed",
)
class DraftSeen:
    draft_id: str
    version: int
    region: str
    status: str
    lead: str
    opened_by: str
    opened_at: datetime
    changed_at: datetime
    text_version: int
    digest: str
    title: str | None
    requesting_states: list[str]
    hands: list[HandSeen]
    asked: list[str] = strawberry.field(description="States beside the lead that were asked to sign")
    asked_at: datetime | None
    sign_by: datetime | None
    signatures: list[SignatureSeen]
    missing: list[str] = strawberry.field(description="States that have not signed the present text, the lead first")
    endorsement: EndorsementSeen | None
    request_id: str | None
    reference: str | None
    content: JSON
    comments: list[CommentSeen]
    unread: list[UnreadSeen]

    @strawberry.field(description="What the rules find of it; nothing is stored (WM 13, 15)")
    async def check(self, info: Asked) -> CheckSeen:
        try:
            said = await ask(info, f"/drafts/{segment(self.draft_id)}/check", owner="intake")
        except Refusal as refused:
            if refused.status != GONE:
                raise
            return self._gone(refused)
        faults = [FaultSeen(**{name: one.get(name) for name in FaultSeen.__annotations__}) for one in said["faults"]]
        return CheckSeen(
            rule_set=said["rule_set"], findings=findings_of(said), faults=faults, missing=said["missing"], ready=said["ready"],
            coming=coming_of(said.get("coming")),
        )  # fmt: skip

    def _gone(self, refused: Refusal) -> CheckSeen:
        """Of a draft that went, or was closed to the caller, since it was named: the other drafts of an answer have no fault of it."""
        fault = FaultSeen(pointer="", code=refused.code, message=refused.detail, english=None)
        return CheckSeen(rule_set="", findings=[], faults=[fault], missing=self.missing, ready=False, coming=None)


@strawberry.type(name="RequestDrafts", description="Drafts, newest first; after where more follow")
class DraftsSeen:
    nodes: list[DraftSeen]
    after: str | None


_MOMENTS = frozenset({"opened_at", "changed_at", "asked_at", "sign_by", "invited_at", "signed_at", "endorsed_at", "at", "resolved_at"})  # fmt: skip


def _one(kind: Any, said: dict[str, Any], **more: Any) -> Any:
    """A part of a draft, with its moments read."""
    found: dict[str, Any] = {name: said.get(name) for name in kind.__annotations__ if name not in more}
    moments = {name: datetime.fromisoformat(found[name]) for name in _MOMENTS.intersection(found) if found[name]}
    return kind(**found | moments | more)


def draft_of(said: dict[str, Any]) -> DraftSeen:
    """A draft as its owner answers it."""
    digest, endorsed = said["digest"], said.get("endorsement")
    found: DraftSeen = _one(
        DraftSeen, said, version=said["rev"],
        hands=[_one(HandSeen, one) for one in said["hands"]],
        signatures=[_one(SignatureSeen, one, current=one["digest"] == digest) for one in said["signatures"]],
        endorsement=_one(EndorsementSeen, endorsed, current=endorsed["digest"] == digest) if endorsed else None,
        comments=[_one(CommentSeen, one) for one in said["comments"]],
        unread=[_one(UnreadSeen, one) for one in said["unread"]],
    )  # fmt: skip
    return found
