"""A peer link as a party wishes it, and its state as dialogue keeps it: who is in it by its own word, exchanges, what is public (WM 1, 20)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import Country, Day, FunctionalArea, Id, Language, PartyId, Text, Title

LinkStatus = Literal["wished", "agreed", "active", "ended"]
"""Wished: a word is awaited; agreed: each that stays said yes; active: an exchange was held."""
LinkAnswer = Literal["pending", "accepted", "declined", "left"]
LinkOriginKind = Literal["meeting", "practice", "engagement"]
ExchangeKind = Literal["visit", "call", "training", "mentoring", "document_review", "joint_work"]
MEMBERS = frozenset({"accepted", "left"})
"""Answers of who is or was in a link by its own word."""
MOST_PARTIES = 20
MOST_EXCHANGES = 200


class LinkOrigin(Shape):
    """The meeting, the good practice or the engagement that it comes from."""

    kind: LinkOriginKind
    item_id: Id


class PeerLinkContent(Shape):
    """What peers wish to do with each other. ``countries``: those that it is about, one or several."""

    title: Title
    language: Language
    goal: Text
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    countries: tuple[Country, ...] = Field(min_length=1, max_length=20)
    mode: Literal["online", "in_person", "hybrid"]
    languages: tuple[Language, ...] = Field(min_length=1, max_length=20, description="In which the peers may speak")
    origin: LinkOrigin | None = None


class LinkParty(Shape):
    """A party and its own word. ``region``: the deployment that serves it, if it is not the link's; ``publishes``: whether it
    agrees that title, parties, areas and countries are public.
    """

    party: PartyId
    came: Literal["wished", "named", "introduced"]
    answer: LinkAnswer
    asked_at: datetime
    answered_at: datetime | None = None
    region: str | None = None
    publishes: bool = False


class PeerExchange(Shape):
    """An exchange that peers held, as one of them recorded it."""

    exchange_id: str
    recorded_by: PartyId
    recorded_at: datetime
    held_on: Day
    kind: ExchangeKind
    title: Title
    language: Language
    learnt: Text | None = None


class PeerLinkState(Shape):
    """A peer link after an event. ``proposed_by``: a party; null where officers propose it. ``introduction``: the party that wishes it
    names nobody, and asks the Secretariat whom it knows.
    """

    link_id: str
    reference: str
    region: str
    status: LinkStatus
    content: PeerLinkContent
    begun_at: datetime
    proposed_by: PartyId | None = None
    introduction: bool = False
    asked_since: datetime | None = Field(default=None, description="Since when the Secretariat is asked whom it knows")
    parties: tuple[LinkParty, ...]
    agreed_at: datetime | None = None
    exchanges: tuple[PeerExchange, ...] = ()
    published_at: datetime | None = Field(default=None, description="When it was shown to everybody first")
    ended_at: datetime | None = None
    reason: Text | None = Field(default=None, description="How it ended, in the words of who left it last")
    reason_language: Language | None = None

    def party(self, party: str) -> LinkParty | None:
        """How a party stands to it, by what was said last."""
        return next((one for one in reversed(self.parties) if one.party == party), None)

    def members(self) -> tuple[LinkParty, ...]:
        """Who is or was in it by its own word."""
        return tuple(one for one in self.parties if one.answer in MEMBERS)

    def public(self) -> bool:
        """Whether each of them agrees that it is public."""
        return self.agreed_at is not None and all(one.publishes for one in self.members())

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.parties if one.region is not None) - {self.region}
