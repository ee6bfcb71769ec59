"""What intake owns on the bus: requests from submission to conformity and consent (WM 8, 13, 15, 17)."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event, Shape
from shared.contracts.shapes.draft import DraftSignature, DraftState, Hand
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.public_views import PartOf, PublicRequest
from shared.contracts.shapes.recipient_link import RecipientLink
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P3, P6, P8, P10, P15, P15_V, P16, P17

SUPPORT_REQUEST = Topic("acsg.intake.support-request", owner="intake", key="request_id", federated=True)
HANDOVER = Topic("acsg.intake.handover", owner="intake", key="handover_id", federated=True, for_regions=True)
DRAFT = Topic("acsg.intake.draft", owner="intake", key="draft_id", confided=True)
PUBLIC_SUPPORT_REQUEST = Topic(
    "acsg.public.support-request", owner="intake", key="request_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_SUPPORT_REQUEST_CURRENT = current_of(PUBLIC_SUPPORT_REQUEST)


class SupportRequestEvent(Event):
    """Base of the events of a support request; carries its state after the event."""

    topic: ClassVar[Topic] = SUPPORT_REQUEST
    classification: ClassVar[Classification] = Classification.STRICTLY_CONFIDENTIAL
    second_copy: ClassVar[tuple[str, ...]] = ("request", "shown")
    request: SupportRequestState


class SupportRequestSubmitted(SupportRequestEvent):
    """A competent authority submitted a request; the rules' findings are in the state."""

    wire_type = "acsg.intake.support-request-submitted"
    paragraph = P8
    brings_content = True


class SupportRequestRevised(SupportRequestEvent):
    """The authority submitted a new immutable version; findings that moved say from what."""

    wire_type = "acsg.intake.support-request-revised"
    paragraph = P8
    brings_content = True


class FeedbackItem(Shape):
    """The officer's word on one paragraph; None keeps the rules' outcome."""

    paragraph: str
    outcome: Literal["met", "partly", "not_met", "not_applicable", "unclear"] | None = None
    comment: str
    links: tuple[RecipientLink, ...] = Field(
        default=(), max_length=50, description="Of 15.iv: recipients whose link with the authorities was judged (WM 10)"
    )


class FeedbackShared(SupportRequestEvent):
    """The Secretariat shared its feedback, per criterion."""

    wire_type = "acsg.intake.feedback-shared"
    paragraph = P8

    items: tuple[FeedbackItem, ...]
    message: str | None = None
    shared_by: str


class RequestFoundInLine(SupportRequestEvent):
    """An officer found the request in line with the criteria; offers may be sought once the State consents."""

    wire_type = "acsg.intake.request-found-in-line"
    paragraph = P16


class RequestFoundNotInLine(SupportRequestEvent):
    """An officer found the request not in line, with a reason; the authority may revise."""

    wire_type = "acsg.intake.request-found-not-in-line"
    paragraph = P15


class ConsentToSolicitGiven(SupportRequestEvent):
    """The requesting State agreed to solicitation and named the fields it shows; also when it changes them."""

    wire_type = "acsg.intake.consent-to-solicit-given"
    paragraph = P17


class ConsentToSolicitWithdrawn(SupportRequestEvent):
    """The requesting State took its agreement back; everyone forgets the fields shown."""

    wire_type = "acsg.intake.consent-to-solicit-withdrawn"
    paragraph = P17

    reason: str | None = None


class SupportRequestWithdrawn(SupportRequestEvent):
    """The requesting State withdrew the request."""

    wire_type = "acsg.intake.support-request-withdrawn"
    paragraph = P8

    reason: str | None = None


class PartyOfRequestAnswered(SupportRequestEvent):
    """A State or stakeholder that the request names beside its lead agreed, declined, or took its part out again."""

    wire_type = "acsg.intake.party-of-request-answered"
    paragraph = P15_V

    answered: NamedParty


class RecipientAnswered(SupportRequestEvent):
    """A recipient other than a State said that it takes part, that it does not, or that it does no more."""

    wire_type = "acsg.intake.recipient-answered"
    paragraph = P10

    answered: NamedRecipient


class RequestHandedOver(SupportRequestEvent):
    """The country moved: from here on the request belongs to another deployment, and what stands here is history."""

    wire_type = "acsg.intake.request-handed-over"
    paragraph = P6

    handover_id: str


class RequestTakenOver(SupportRequestEvent):
    """The request came whole from the deployment that owned it; its reference and its versions go on (WM 6)."""

    wire_type = "acsg.intake.request-taken-over"
    paragraph = P6

    handover_id: str


class RequestRestated(SupportRequestEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.intake.request-restated"
    paragraph = P6


class CountryHandoverChanged(Event):
    """A handover of a country to another deployment was ordered by a person, has begun, or is completed."""

    wire_type = "acsg.intake.country-handover-changed"
    topic = HANDOVER
    paragraph = P6

    handover: HandoverState


class CountryHandoverCalledBack(Event):
    """A person called an ordered handover back before it began: nothing moves, the country stays where it is."""

    wire_type = "acsg.intake.country-handover-called-back"
    topic = HANDOVER
    paragraph = P6

    handover: HandoverState


class DraftEvent(Event):
    """Base of the events of a draft; carries who stands in it and what was signed, never its text (WM 8)."""

    topic: ClassVar[Topic] = DRAFT
    classification: ClassVar[Classification] = Classification.STRICTLY_CONFIDENTIAL
    draft: DraftState


class DraftOpened(DraftEvent):
    """An authority, or its country office for it, began to prepare a request."""

    wire_type = "acsg.intake.draft-opened"
    paragraph = P8


class DraftChanged(DraftEvent):
    """The text of a draft changed; signatures of the text before are stale."""

    wire_type = "acsg.intake.draft-changed"
    paragraph = P8


class DraftShared(DraftEvent):
    """A stakeholder or another State was invited to edit or to comment, or is so no more."""

    wire_type = "acsg.intake.draft-shared"
    paragraph = P3

    hand: Hand
    ended: bool = False


class DraftCommented(DraftEvent):
    """Somebody commented a place of a draft, or a comment was resolved."""

    wire_type = "acsg.intake.draft-commented"
    paragraph = P8

    comment_id: str


class SignaturesAsked(DraftEvent):
    """The text stands: every requesting State that has not signed it is asked to."""

    wire_type = "acsg.intake.signatures-asked"
    paragraph = P15_V


class DraftSigned(DraftEvent):
    """A requesting State signed the text, by its login or on a paper that its country office recorded."""

    wire_type = "acsg.intake.draft-signed"
    paragraph = P15_V

    signature: DraftSignature


class SignatureRefused(DraftEvent):
    """A State that was asked does not sign: it takes its part out, and the others decide on a text without it."""

    wire_type = "acsg.intake.signature-refused"
    paragraph = P15_V

    party: str
    reason: str | None = None


class DraftEndorsed(DraftEvent):
    """The country office of the leading State stands behind the text."""

    wire_type = "acsg.intake.draft-endorsed"
    paragraph = P8


class DraftSubmitted(DraftEvent):
    """Every requesting State has signed: the draft became a request, which the state names."""

    wire_type = "acsg.intake.draft-submitted"
    paragraph = P8


class DraftDropped(DraftEvent):
    """The draft comes to nothing."""

    wire_type = "acsg.intake.draft-dropped"
    paragraph = P8

    reason: str | None = None


class SupportRequestPublished(Event):
    """The consented view of a request for integrators; replaces any earlier one whole."""

    wire_type = "acsg.public.support-request-published"
    topic = PUBLIC_SUPPORT_REQUEST
    paragraph = P17
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicRequest)] = Field(
        description="Only the fields the requesting State agreed to show to the public"
    )


class SupportRequestRetracted(Event):
    """Nothing of this request may be shown any more; readers erase what they hold."""

    wire_type = "acsg.public.support-request-retracted"
    topic = PUBLIC_SUPPORT_REQUEST
    paragraph = P17
    classification = Classification.UNCLASSIFIED
    retracts = True
