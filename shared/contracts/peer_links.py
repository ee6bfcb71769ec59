"""What dialogue owns on the bus beside its meetings: peer links, agreed by the word of each party, and their exchanges (WM 1, 20)."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.shapes.peer_link import PeerLinkState
from shared.contracts.shapes.public_views import PartOf, PublicPeerLink
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P1, P6, P20

PEER_LINK = Topic("acsg.dialogue.peer-link", owner="dialogue", key="link_id", federated=True, for_regions=True)
PUBLIC_PEER_LINK = Topic(
    "acsg.public.peer-link", owner="dialogue", key="link_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_PEER_LINK_CURRENT = current_of(PUBLIC_PEER_LINK)


class PeerLinkEvent(Event):
    """Base of the events of a peer link; carries its state after the event."""

    topic: ClassVar[Topic] = PEER_LINK
    paragraph = P1

    link: PeerLinkState


class PeerLinkWished(PeerLinkEvent):
    """A party wishes a link and names its peers, or asks for an introduction; or officers propose one between parties."""

    wire_type = "acsg.dialogue.peer-link-wished"
    brings_content = True


class PeersIntroduced(PeerLinkEvent):
    """An officer asked further parties whether they enter the link that is wished."""

    wire_type = "acsg.dialogue.peers-introduced"
    paragraph = P20


class PeerAnswered(PeerLinkEvent):
    """A party that was asked said whether it enters the link; others are awaited, or another introduction is."""

    wire_type = "acsg.dialogue.peer-answered"

    party: str


class PeerLinkAgreed(PeerLinkEvent):
    """The last word that was awaited came: each party that stays in the link said yes itself."""

    wire_type = "acsg.dialogue.peer-link-agreed"

    party: str


class PeerExchangeHeld(PeerLinkEvent):
    """A party of the link recorded an exchange that was held, with what was learnt."""

    wire_type = "acsg.dialogue.peer-exchange-held"
    paragraph = P20

    exchange_id: str


class PeerPublicationAnswered(PeerLinkEvent):
    """A party said whether title, parties, areas and countries are public; they are once each agrees."""

    wire_type = "acsg.dialogue.peer-publication-answered"

    party: str


class PeerLeft(PeerLinkEvent):
    """A party took its part out of the link; the others go on."""

    wire_type = "acsg.dialogue.peer-left"

    party: str


class PeerLinkEnded(PeerLinkEvent):
    """The link ended: its wish was taken back, or fewer than two parties are left in it."""

    wire_type = "acsg.dialogue.peer-link-ended"


class PeerLinkRestated(PeerLinkEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.peer-link-restated"
    paragraph = P6


class PeerLinkPublished(Event):
    """A peer link all whose parties agree that this is public; replaces any earlier one whole."""

    wire_type = "acsg.public.peer-link-published"
    topic = PUBLIC_PEER_LINK
    paragraph = P1
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicPeerLink)] = Field(
        description="Title, parties, functional areas, countries, when it was agreed and ended"
    )


class PeerLinkRetracted(Event):
    """The peer link is not public any more; readers erase what they hold."""

    wire_type = "acsg.public.peer-link-retracted"
    topic = PUBLIC_PEER_LINK
    paragraph = P1
    classification = Classification.UNCLASSIFIED
    retracts = True
