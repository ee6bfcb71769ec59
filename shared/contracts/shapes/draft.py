"""A request while it is prepared (WM 3, 8, 15.v): who has a hand in it, what was said of it, and who signed which text."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.classification import Classification, classified, fields_of
from shared.contracts.event import Shape
from shared.contracts.shapes.named_party import SignedPaper
from shared.contracts.shapes.values import Country, CountryOffice, PartyId, Text

DraftStatus = Literal["open", "to_be_signed", "submitted", "dropped"]
HandRole = Literal["editor", "commenter"]


class Hand(Shape):
    """A party that the authority or its office invited: it may edit and comment, or comment alone (WM 3, 8)."""

    party: PartyId
    role: HandRole
    invited_at: datetime
    invited_by: PartyId


class DraftSignature(Shape):
    """A requesting State signed one text: by its login, or on a paper that its country office recorded (WM 8, 15.v)."""

    party: Country
    post: str = classified(
        Classification.STRICTLY_CONFIDENTIAL, default="", description="Post of the person who signed"
    )
    text_version: int
    digest: str = Field(description="Of the text that was signed")
    signed_at: datetime
    on_paper: SignedPaper | None = None


class Endorsement(Shape):
    """The country office stands behind one text of its State (WM 8)."""

    office: CountryOffice
    text_version: int
    digest: str
    endorsed_at: datetime


class Prepared(Shape):
    """How a submitted request was prepared: its draft, and who signed and endorsed the text that was submitted."""

    draft_id: str
    digest: str
    signatures: tuple[DraftSignature, ...]
    endorsement: Endorsement | None = None


class DraftState(Shape):
    """A draft after an event: who stands in it and what was signed, without its text, which stays with its owner.

    ``asked``: States beside the lead that were asked to sign, and so read it. ``signatures`` of another ``digest`` than the
    present text's are stale: they stay as what was done, and count for nothing.
    """

    draft_id: str
    region: str
    status: DraftStatus
    lead: Country
    opened_by: PartyId
    opened_at: datetime
    changed_at: datetime
    rev: int = Field(description="Rises with every change but comments; the ETag")
    text_version: int = Field(description="Rises with every change of the text")
    digest: str = Field(description="SHA-256 of the text as those who sign read it")
    title: str | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)
    requesting_states: tuple[Country, ...] = classified(Classification.STRICTLY_CONFIDENTIAL, default=())
    hands: tuple[Hand, ...] = ()
    asked: tuple[Country, ...] = ()
    asked_at: datetime | None = None
    sign_by: datetime | None = None
    signatures: tuple[DraftSignature, ...] = ()
    endorsement: Endorsement | None = None
    request_id: str | None = None
    reference: str | None = None

    def missing(self) -> tuple[str, ...]:
        """Requesting States that have not signed the present text, the lead first (WM 15.v)."""
        have = {one.party for one in self.signatures if one.digest == self.digest}
        return tuple(party for party in self.requesting_states if party not in have)


class DraftComment(Shape):
    """What somebody said about a place of the text. ``place``: a JSON pointer into the content; "" is all of it."""

    comment_id: str
    place: str
    text: Text
    by: PartyId
    at: datetime
    text_version: int = Field(description="The text that it was said of")
    resolved_by: PartyId | None = None
    resolved_at: datetime | None = None


class UnreadText(Shape):
    """What a workbook says at a place that could not be read: it stays as text until somebody says it anew."""

    sheet: str | None = None
    cell: str | None = None
    pointer: str
    code: str
    text: str


class RequestDraft(DraftState):
    """A draft as its owner keeps it: with its text, of which any part may be missing."""

    content: dict[str, Any] = fields_of("RequestContent")
    comments: tuple[DraftComment, ...] = ()
    unread: tuple[UnreadText, ...] = ()

    def told(self) -> DraftState:
        """What events carry."""
        return DraftState(**{name: getattr(self, name) for name in DraftState.model_fields})
