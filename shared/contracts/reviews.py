"""What dialogue owns on the bus beside ``dialogue``: reviews of the terms (WM 21)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.review import ReviewState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P21

REVIEW = Topic("acsg.dialogue.review", owner="dialogue", key="review_id", federated=True, for_regions=True)


class ReviewEvent(Event):
    """Base of the events of a review of the terms; carries its state after the event."""

    topic: ClassVar[Topic] = REVIEW
    paragraph = P21

    review: ReviewState


class ReviewDue(ReviewEvent):
    """A year passed without a concluded review of the terms, and its day has come: the Secretariat opens one."""

    wire_type = "acsg.dialogue.review-due"


class ReviewAsked(ReviewEvent):
    """A State or an organisation asks for a review of the terms, with its reason."""

    wire_type = "acsg.dialogue.review-asked"
    brings_content = True


class ReviewDeclined(ReviewEvent):
    """The Secretariat opens no review for now, and says why to who asked."""

    wire_type = "acsg.dialogue.review-declined"


class ReviewOpened(ReviewEvent):
    """The Secretariat reviews the terms over a period."""

    wire_type = "acsg.dialogue.review-opened"
    brings_content = True


class ConsultationBegun(ReviewEvent):
    """Every party may propose changes of the terms, until a day."""

    wire_type = "acsg.dialogue.consultation-begun"


class ReviewProposalMade(ReviewEvent):
    """A party proposed a change of the terms."""

    wire_type = "acsg.dialogue.review-proposal-made"
    brings_content = True

    proposal_id: str


class ReviewProposalWithdrawn(ReviewEvent):
    """A party took its proposal back, and its text is read no more."""

    wire_type = "acsg.dialogue.review-proposal-withdrawn"

    proposal_id: str


class ReviewConcluded(ReviewEvent):
    """The review ended, with a decision on each proposal, and the day from which changed terms hold, if any do."""

    wire_type = "acsg.dialogue.review-concluded"


class ReviewRestated(ReviewEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.review-restated"
    paragraph = P6
