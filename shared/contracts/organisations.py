"""What the roster owns on the bus of organisations: who asks to be registered, who is, and what became of it (WM 3).

Every service of every deployment hears of those that are registered, and knows them from then on as it knows the released list
(``shared.contracts.vocabulary``).
"""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.organisation import OrganisationState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P3, P6

ORGANISATION = Topic(
    "acsg.roster.organisation", owner="roster", key="organisation_id", federated=True, for_regions=True
)


class OrganisationEvent(Event):
    """Base of the events of an organisation; carries its state after the event."""

    topic: ClassVar[Topic] = ORGANISATION
    paragraph = P3

    organisation: OrganisationState


class OrganisationApplied(OrganisationEvent):
    """An organisation asks to be registered; an officer decides."""

    wire_type = "acsg.roster.organisation-applied"
    brings_content = True


class OrganisationAmended(OrganisationEvent):
    """The applicant changed an application that waits."""

    wire_type = "acsg.roster.organisation-amended"
    brings_content = True


class OrganisationWithdrawn(OrganisationEvent):
    """The applicant took an application back."""

    wire_type = "acsg.roster.organisation-withdrawn"


class OrganisationRegistered(OrganisationEvent):
    """An officer registered an organisation and gave it its id."""

    wire_type = "acsg.roster.organisation-registered"


class OrganisationRefused(OrganisationEvent):
    """An officer refused an application, with a reason and in words."""

    wire_type = "acsg.roster.organisation-refused"


class OrganisationRenamed(OrganisationEvent):
    """A registered organisation goes by other names from a day on; those before stay with their days."""

    wire_type = "acsg.roster.organisation-renamed"


class OrganisationMerged(OrganisationEvent):
    """A registered organisation went up in another one; both ids stay valid."""

    wire_type = "acsg.roster.organisation-merged"


class OrganisationEnded(OrganisationEvent):
    """A registered organisation is no more; its id stays with what it did."""

    wire_type = "acsg.roster.organisation-ended"


class OrganisationRestated(OrganisationEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.roster.organisation-restated"
    paragraph = P6
