"""What the roster owns on the bus beside its offers: thematic projects, to which offers attach, and their champions (WM 2, 3, 18)."""

from typing import ClassVar, Literal

from shared.contracts.event import Event
from shared.contracts.shapes.thematic_project import ThematicProjectState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P2, P6, P18

PROJECT = Topic("acsg.roster.thematic-project", owner="roster", key="project_id", federated=True, for_regions=True)


class ProjectEvent(Event):
    """Base of the events of a thematic project; carries its state after the event."""

    topic: ClassVar[Topic] = PROJECT
    paragraph = P18

    project: ThematicProjectState


class ProjectProposed(ProjectEvent):
    """A State or an organisation proposes a thematic project."""

    wire_type = "acsg.roster.project-proposed"
    brings_content = True


class ProjectOpened(ProjectEvent):
    """The Secretariat opened a thematic project: its own, or one that was proposed. Offers may attach to it."""

    wire_type = "acsg.roster.project-opened"
    brings_content = True


class ProjectDeclined(ProjectEvent):
    """The Secretariat opens no such project, and says why to who proposed it."""

    wire_type = "acsg.roster.project-declined"


class ProjectOfferAttached(ProjectEvent):
    """A party tied its own proactive offer to the project."""

    wire_type = "acsg.roster.project-offer-attached"

    offer_id: str


class ProjectOfferDetached(ProjectEvent):
    """An offer left the project: its party took it back, or withdrew the offer."""

    wire_type = "acsg.roster.project-offer-detached"

    offer_id: str


class ProjectChampionVolunteered(ProjectEvent):
    """A party volunteers as a champion of the project; the Secretariat takes note."""

    wire_type = "acsg.roster.project-champion-volunteered"
    paragraph = P2

    party: str


class ProjectChampionAsked(ProjectEvent):
    """An officer approached a party to be a champion of the project; it says itself whether it is."""

    wire_type = "acsg.roster.project-champion-asked"
    paragraph = P2

    party: str


class ProjectChampionAnswered(ProjectEvent):
    """Whether a party is a champion of the project was said: by itself, or of who volunteered by the Secretariat."""

    wire_type = "acsg.roster.project-champion-answered"
    paragraph = P2

    party: str
    said_by: Literal["party", "secretariat"]


class ProjectClosed(ProjectEvent):
    """The project ended, and with it that parties are its champions."""

    wire_type = "acsg.roster.project-closed"


class ProjectRestated(ProjectEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.roster.project-restated"
    paragraph = P6
