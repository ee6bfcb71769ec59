"""What is acted on, as far as the policy needs to know it: who stands in it, and as what.

Nothing but ``resources``, ``practices``, ``crises``, ``projects``, ``editions``, ``imports``, ``assessments``, ``national_plans``, ``links``, ``initiatives``, ``calls_for_action``, ``liaisons`` and ``funds`` makes one with parties; a test keeps it so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class PartyRole(StrEnum):
    """What a party is in a thing. Being named in it gives nothing: the policy's rows name these."""

    LEAD_REQUESTER = "lead_requester"
    REQUESTER = "requester"
    INVITED_REQUESTER = "invited_requester"
    SUPPORTER = "supporter"
    INVITED_SUPPORTER = "invited_supporter"
    NON_STATE_RECIPIENT = "non_state_recipient"
    INVITED_RECIPIENT = "invited_recipient"
    EDITOR = "editor"
    COMMENTER = "commenter"
    READER = "reader"
    LEAD_OFFERER = "lead_offerer"
    OFFERER = "offerer"
    INVITED_OFFERER = "invited_offerer"
    REQUESTING_SIDE = "requesting_side"
    OFFERING_SIDE = "offering_side"
    ASKED_SIDE = "asked_side"
    APPROACHED = "approached"
    INVITED = "invited"
    MODERATOR = "moderator"
    CHAMPION = "champion"
    ASKED_CHAMPION = "asked_champion"
    COMMITTED = "committed"
    PROPOSER = "proposer"
    ITS_STATE = "its_state"
    PEER = "peer"
    ASKED_PEER = "asked_peer"
    PAST_PEER = "past_peer"
    ASKED_TO_ACT = "asked_to_act"
    PARTNER = "partner"
    ASKED_PARTNER = "asked_partner"
    RECIPIENT = "recipient"
    OWNER = "owner"


def role_word(role: PartyRole, party: str) -> str:
    """A party in its role as one word, e.g. ``requester=iso3166:TCD``: so it stands in a row and is searched."""
    return f"{role.value}={party}"


@dataclass(frozen=True, slots=True)
class Resource:
    """``region`` owns it; ``roles`` are parties in their roles, as ``role_word`` writes them.

    ``shown_to``: the audience that the requesting States agreed to (WM 17), or that an offerer chose (WM 18).
    ``serving``: deployments other than its own whose offers or parties are in it (WM 4, 11).
    """

    region: str | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    shown_to: frozenset[str] = field(default_factory=frozenset)
    serving: frozenset[str] = field(default_factory=frozenset)

    def stands(self, party: str, *roles: PartyRole) -> bool:
        """Whether a party stands in it in one of these roles."""
        return any(role_word(role, party) in self.roles for role in roles)

    def parties(self, *roles: PartyRole) -> frozenset[str]:
        """Who stands in it in one of these roles."""
        wanted = {role.value for role in roles}
        named = (word.partition("=") for word in self.roles)
        return frozenset(party for role, _, party in named if role in wanted)

    def only(self, party: str) -> "Resource":
        """The same thing with nobody but this party in it: what one does in this party's name."""
        return replace(self, roles=frozenset(word for word in self.roles if word.partition("=")[2] == party))

    def unshown(self) -> "Resource":
        """The same thing shown to nobody: whether one may read it by standing in it or working on it alone."""
        return replace(self, shown_to=frozenset())


ANYTHING = Resource()


def in_roles(named: Mapping[PartyRole, Iterable[str]]) -> frozenset[str]:
    """Parties by role as a resource keeps them."""
    return frozenset(role_word(role, party) for role, parties in named.items() for party in parties)
