"""What delivery owns on the bus: engagements, from a confirmed match to their results (WM 1, 9, 15, 19, 20)."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.public_views import PartOf, PublicEngagement
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P2, P6, P9, P11, P15_III, P15_VII, P19, P20

ENGAGEMENT = Topic("acsg.delivery.engagement", owner="delivery", key="engagement_id", federated=True, for_regions=True)
PUBLIC_ENGAGEMENT = Topic(
    "acsg.public.engagement", owner="delivery", key="engagement_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_ENGAGEMENT_CURRENT = current_of(PUBLIC_ENGAGEMENT)


class EngagementEvent(Event):
    """Base of the events of an engagement; carries its state after the event. A contact is in none."""

    topic: ClassVar[Topic] = ENGAGEMENT
    paragraph = P11

    engagement: EngagementState


class EngagementOpened(EngagementEvent):
    """A match was confirmed: both sides can work on it."""

    wire_type = "acsg.delivery.engagement-opened"
    brings_content = True


class NoticeGiven(EngagementEvent):
    """A party told of support that needs no match: bilateral, or to carry out a pledge. Whom it names is asked (WM 19)."""

    wire_type = "acsg.delivery.notice-given"
    paragraph = P19
    brings_content = True

    party: PartyId


class NoticeAnswered(EngagementEvent):
    """A party that a notice names said by itself whether it takes part."""

    wire_type = "acsg.delivery.notice-answered"
    paragraph = P19

    party: PartyId


class EngagementFollowed(EngagementEvent):
    """A side told of another engagement that goes on from this one; ``followed_by`` names it (WM 9)."""

    wire_type = "acsg.delivery.engagement-followed"
    paragraph = P9

    party: PartyId


class TermsProposed(EngagementEvent):
    """A side proposed other terms than the last, with words; terms in force stay so until all have signed others."""

    wire_type = "acsg.delivery.terms-proposed"
    brings_content = True

    party: PartyId


class TermsSigned(EngagementEvent):
    """A party signed a version of the terms; it is in force once all have."""

    wire_type = "acsg.delivery.terms-signed"
    paragraph = P19

    party: PartyId


class TermsSetAside(EngagementEvent):
    """A proposed version was declined, or taken back by who proposed it; the terms in force stay (WM 9)."""

    wire_type = "acsg.delivery.terms-set-aside"
    paragraph = P9

    party: PartyId
    terms_version: int = Field(description="Of the terms that are for nobody to sign any more")


class PlanProposed(EngagementEvent):
    """A side proposed what is delivered when, and what it is to reach."""

    wire_type = "acsg.delivery.plan-proposed"
    brings_content = True

    party: PartyId


class PlanAgreed(EngagementEvent):
    """A party agreed to the present plan."""

    wire_type = "acsg.delivery.plan-agreed"

    party: PartyId


class EngagementStarted(EngagementEvent):
    """Both sides agreed to the plan, and the work began."""

    wire_type = "acsg.delivery.engagement-started"
    paragraph = P20

    party: PartyId


class ContactReleased(EngagementEvent):
    """A side lets the other read its focal point. Whom, stands where it was released, and nowhere else."""

    wire_type = "acsg.delivery.contact-released"
    paragraph = P19

    party: PartyId


class ContactTakenBack(EngagementEvent):
    """A side does not let the other read its focal point any more."""

    wire_type = "acsg.delivery.contact-taken-back"
    paragraph = P19

    party: PartyId


class ProgressReported(EngagementEvent):
    """A side reported a delivery, a milestone or the use of money, or that nothing changed."""

    wire_type = "acsg.delivery.progress-reported"
    paragraph = P15_VII
    brings_content = True

    party: PartyId
    what: str = Field(description="delivery, milestone, funds or unchanged")


class ReportAnswered(EngagementEvent):
    """The other side confirmed a report, or said what was otherwise. What is disputed after the end is given back."""

    wire_type = "acsg.delivery.report-answered"
    paragraph = P15_VII

    party: PartyId
    what: str = Field(description="delivery or milestone")


class EngagementPaused(EngagementEvent):
    """A side put it to rest, with the reason."""

    wire_type = "acsg.delivery.engagement-paused"

    party: PartyId


class EngagementResumed(EngagementEvent):
    """A side went on with it."""

    wire_type = "acsg.delivery.engagement-resumed"

    party: PartyId


class EngagementFulfilled(EngagementEvent):
    """Every party of both sides says that it is done."""

    wire_type = "acsg.delivery.engagement-fulfilled"
    paragraph = P15_VII


class FulfilmentSaid(EngagementEvent):
    """A party says that it is done; others have yet to say so."""

    wire_type = "acsg.delivery.fulfilment-said"
    paragraph = P15_VII

    party: PartyId


class EngagementEnded(EngagementEvent):
    """It ended before it was fulfilled; what nobody said was delivered goes back to offer and need (WM 7, 16)."""

    wire_type = "acsg.delivery.engagement-ended"


class EvaluationGiven(EngagementEvent):
    """A side, or the Secretariat, judged it after its end."""

    wire_type = "acsg.delivery.evaluation-given"
    paragraph = P15_VII

    by: str


class PublicationAnswered(EngagementEvent):
    """A party agreed to what could be published of how all judge it, or took that back."""

    wire_type = "acsg.delivery.publication-answered"
    paragraph = P15_VII

    party: PartyId
    answer: str = Field(description="agreed or taken_back")


class SustainabilityReviewed(EngagementEvent):
    """A side said, some time after the end, whether results still stand."""

    wire_type = "acsg.delivery.sustainability-reviewed"
    paragraph = P15_III

    party: PartyId


class ChampionChanged(EngagementEvent):
    """A party was asked to stand beside it, or said whether it does."""

    wire_type = "acsg.delivery.champion-changed"
    paragraph = P2

    party: PartyId


class EngagementRestated(EngagementEvent):
    """Nothing happened to it: the state is said again. Its deployment shares less of it than before, a newer release says it, or
    its match belongs to another deployment now, which serves its requesting side (WM 6).
    """

    wire_type = "acsg.delivery.engagement-restated"
    paragraph = P6


class EngagementWordDue(EngagementEvent):
    """No side said where it stands for some time; both are asked."""

    wire_type = "acsg.delivery.engagement-word-due"
    paragraph = P9


class EngagementPublished(Event):
    """How all who took part in an engagement that ended judge it: once each party of both sides agreed to that text."""

    wire_type = "acsg.public.engagement-published"
    topic = PUBLIC_ENGAGEMENT
    paragraph = P15_VII
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicEngagement)] = Field(
        description="Parties with roles, when the work began and ended, evaluations"
    )


class EngagementRetracted(Event):
    """What was published is not what all parties agree to any more: one took its word back, or an evaluation changed and not
    all have agreed to it as it is now. Readers erase what they hold.
    """

    wire_type = "acsg.public.engagement-retracted"
    topic = PUBLIC_ENGAGEMENT
    paragraph = P15_VII
    classification = Classification.UNCLASSIFIED
    retracts = True


GIVING_BACK: tuple[type[EngagementEvent], ...] = (TermsSigned, EngagementFulfilled, EngagementEnded, ReportAnswered)
"""Events after which ``released`` of a line may be more than before: owners of offer and need take back what they had not."""

TELLING_HOW_IT_ENDED: tuple[type[EngagementEvent], ...] = (
    EngagementOpened, NoticeGiven, NoticeAnswered, EngagementFulfilled, EngagementEnded, EngagementRestated,
)  # fmt: skip
"""Events after which other parties stand on its sides, or it is over: what the ranking says of earlier work (WM 9, 11)."""
