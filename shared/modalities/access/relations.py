"""Relations to a thing in which the policy's rows let somebody do something: standing in it in a role, serving its deployment,
being in its audience.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import ANYBODY, reading
from shared.modalities.access.resource import PartyRole, Resource

Relation = Callable[[Actor, Resource], bool]


def anyone(_: Actor, __: Resource) -> bool:
    """No relation is needed."""
    return True


@dataclass(frozen=True, slots=True)
class StandsAs:
    """The actor speaks for a party that stands in the thing in one of these roles."""

    roles: tuple[PartyRole, ...]

    def party(self, actor: Actor) -> str | None:
        """The party that must stand in it."""
        return actor.party or None

    def __call__(self, actor: Actor, thing: Resource) -> bool:
        """Whether it does."""
        party = self.party(actor)
        return party is not None and thing.stands(party, *self.roles)


@dataclass(frozen=True, slots=True)
class CountryStandsAs:
    """A country office, and its country's State stands in the thing in one of these roles (WM 8)."""

    roles: tuple[PartyRole, ...]

    def party(self, actor: Actor) -> str | None:
        """The State that must stand in it."""
        scheme, _, country = (actor.party or "").partition(":")
        return f"iso3166:{country}" if scheme == "unhcr-office" else None

    def __call__(self, actor: Actor, thing: Resource) -> bool:
        """Whether it does."""
        party = self.party(actor)
        return party is not None and thing.stands(party, *self.roles)


def own_region(actor: Actor, thing: Resource) -> bool:
    """The officer serves the deployment that owns the thing."""
    return actor.region is not None and actor.region == thing.region


def serving(actor: Actor, thing: Resource) -> bool:
    """The officer's deployment owns an offer in the thing."""
    return actor.region is not None and actor.region in thing.serving


def in_its_audience(actor: Actor, thing: Resource) -> bool:
    """The actor's party is among the possible offerers to whom the requesting States agreed to show it."""
    return reading(actor.party).may(thing.shown_to)


def shown_to_public(_: Actor, thing: Resource) -> bool:
    """The requesting State agreed to show it to all."""
    return ANYBODY.may(thing.shown_to)


WITHOUT_PARTIES: frozenset[Relation] = frozenset({anyone, own_region, serving, in_its_audience, shown_to_public})
"""Relations that ask for no party; every other one names the roles it asks for."""

R = PartyRole
as_lead_requester = StandsAs((R.LEAD_REQUESTER,))
as_requester = StandsAs((R.REQUESTER,))
as_invited_requester = StandsAs((R.INVITED_REQUESTER,))
as_supporter = StandsAs((R.SUPPORTER,))
as_invited_supporter = StandsAs((R.INVITED_SUPPORTER,))
as_non_state_recipient = StandsAs((R.NON_STATE_RECIPIENT,))
as_invited_recipient = StandsAs((R.INVITED_RECIPIENT,))
beside_the_request = StandsAs(
    (R.INVITED_REQUESTER, R.SUPPORTER, R.INVITED_SUPPORTER, R.NON_STATE_RECIPIENT, R.INVITED_RECIPIENT)
)
as_editor = StandsAs((R.EDITOR,))
has_a_hand = StandsAs((R.LEAD_REQUESTER, R.INVITED_REQUESTER, R.EDITOR, R.COMMENTER))
may_look = StandsAs((R.EDITOR, R.READER))
as_lead_offerer = StandsAs((R.LEAD_OFFERER,))
as_offerer = StandsAs((R.OFFERER,))
as_invited_offerer = StandsAs((R.INVITED_OFFERER,))
as_side = StandsAs((R.REQUESTING_SIDE, R.OFFERING_SIDE))
as_asked_side = StandsAs((R.ASKED_SIDE,))
as_champion_or_asked = StandsAs((R.CHAMPION, R.ASKED_CHAMPION))
as_approached = StandsAs((R.APPROACHED,))
in_its_circle = StandsAs((R.REQUESTER, R.OFFERER, R.INVITED))
as_invited = StandsAs((R.INVITED,))
as_participant = StandsAs((R.INVITED, R.MODERATOR))
as_peer = StandsAs((R.PEER,))
as_peer_or_past = StandsAs((R.PEER, R.PAST_PEER))
as_peer_or_asked = StandsAs((R.PEER, R.ASKED_PEER))
beside_the_link = StandsAs((R.PEER, R.ASKED_PEER, R.PAST_PEER))
as_partner = StandsAs((R.PARTNER,))
as_asked_partner = StandsAs((R.ASKED_PARTNER,))
as_partner_or_asked = StandsAs((R.PARTNER, R.ASKED_PARTNER))
as_asked_to_act = StandsAs((R.ASKED_TO_ACT,))
as_its_state = StandsAs((R.ITS_STATE,))
as_proposer = StandsAs((R.PROPOSER,))
as_committed = StandsAs((R.COMMITTED,))
as_recipient = StandsAs((R.RECIPIENT,))
as_owner = StandsAs((R.OWNER,))
in_its_past = StandsAs(
    (
        R.REQUESTER,
        R.OFFERER,
        R.REQUESTING_SIDE,
        R.OFFERING_SIDE,
        R.INVITED,
        R.MODERATOR,
        R.COMMITTED,
        R.CHAMPION,
        R.PEER,
        R.PAST_PEER,
        R.PARTNER,
    )
)
country_leads = CountryStandsAs((R.LEAD_REQUESTER,))
country_prepares = CountryStandsAs((R.LEAD_REQUESTER, R.INVITED_REQUESTER))
country_asks = CountryStandsAs((R.REQUESTER,))
country_is_asked = CountryStandsAs((R.INVITED_REQUESTER,))
country_is_named = CountryStandsAs((R.INVITED_REQUESTER, R.REQUESTER, R.INVITED_OFFERER, R.OFFERER))
country_offers = CountryStandsAs((R.INVITED_OFFERER, R.OFFERER))
country_asks_in_match = CountryStandsAs((R.REQUESTING_SIDE,))
country_signs = CountryStandsAs((R.REQUESTING_SIDE, R.OFFERING_SIDE))
country_takes_part = CountryStandsAs((R.INVITED, R.MODERATOR))
country_links = CountryStandsAs((R.PEER, R.ASKED_PEER, R.PAST_PEER))
country_asked_to_act = CountryStandsAs((R.ASKED_TO_ACT,))
country_committed = CountryStandsAs((R.COMMITTED,))
country_practises = CountryStandsAs((R.ITS_STATE,))
