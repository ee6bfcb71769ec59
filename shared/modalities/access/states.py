"""What of the states of things the policy reads: forms that the shapes of ``shared.contracts`` have.

Said as protocols, since contracts stand above the modalities.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from shared.modalities.access.recipients import Recipient


class NewRequest(Protocol):
    """The content of a support request; the first State leads."""

    @property
    def requesting_states(self) -> Sequence[str]: ...
    @property
    def supporters(self) -> Sequence[str]: ...


class Shown(Protocol):
    """What the requesting States agreed to show, and to whom."""

    @property
    def audiences(self) -> Sequence[str]: ...
    @property
    def kinds(self) -> Sequence[str]: ...
    @property
    def parties(self) -> Sequence[str]: ...
    @property
    def but(self) -> Sequence[str]: ...


class NamedWord(Protocol):
    """A party named beside a lead, as ``requester``, ``supporter`` or ``offerer``, with its own word."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def answer(self) -> str: ...


def awaited(named: Iterable[NamedWord], *roles: str) -> tuple[str, ...]:
    """Parties in these roles (none given: in any) whose word is awaited, in the order they were named."""
    return tuple(one.party for one in named if one.answer == "pending" and (not roles or one.role in roles))


class Request(Protocol):
    """The state of a support request."""

    @property
    def named(self) -> Sequence[NamedWord]: ...
    @property
    def recipients(self) -> Sequence[Recipient]: ...
    @property
    def region(self) -> str: ...
    @property
    def content(self) -> NewRequest: ...
    @property
    def shown(self) -> Shown | None: ...
    @property
    def handed_over_to(self) -> str | None: ...


class ThreadSide(Protocol):
    """A party in a circle, or with a hand in a draft, with its role there."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...


class Draft(Protocol):
    """The state of a draft."""

    @property
    def region(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def opened_by(self) -> str: ...
    @property
    def asked(self) -> Sequence[str]: ...
    @property
    def hands(self) -> Sequence[ThreadSide]: ...


class NewOffer(Protocol):
    """The content of a support offer; the first party leads."""

    @property
    def offering_parties(self) -> Sequence[str]: ...
    @property
    def visibility(self) -> str: ...


class Offer(Protocol):
    """The state of a support offer."""

    @property
    def named(self) -> Sequence[NamedWord]: ...
    @property
    def region(self) -> str: ...
    @property
    def content(self) -> NewOffer: ...
    @property
    def handed_over_to(self) -> str | None: ...


class Side(Protocol):
    """One party of a match: ``requester`` or ``offerer``."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...


class Reservation(Protocol):
    """Capacity asked of an offer's owner."""

    @property
    def offer_region(self) -> str: ...


class Match(Protocol):
    """The state of a match."""

    @property
    def region(self) -> str: ...
    @property
    def sides(self) -> Sequence[Side]: ...
    @property
    def reservations(self) -> Sequence[Reservation]: ...


class Solicitation(Protocol):
    """A call for offers."""

    @property
    def approached(self) -> Sequence[str]: ...
    @property
    def requesting_states(self) -> Sequence[str]: ...
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        ...


class Named(Protocol):
    """Who commits itself, is invited, or moderates."""

    @property
    def party(self) -> str: ...


class EngagementSide(Protocol):
    """A side of an engagement, or a party beside it."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def region(self) -> str | None: ...


class Champion(Protocol):
    """A party that stands beside an engagement, or is asked to."""

    @property
    def party(self) -> str: ...
    @property
    def answer(self) -> str: ...


class AskedSide(Protocol):
    """A party that a notice names, with its own word."""

    @property
    def party(self) -> str: ...
    @property
    def region(self) -> str | None: ...
    @property
    def answer(self) -> str: ...


class EngagementLine(Protocol):
    """What is given by which deployment's offer."""

    @property
    def offer_region(self) -> str: ...


class Engagement(Protocol):
    """The state of an engagement."""

    @property
    def region(self) -> str: ...
    @property
    def sides(self) -> Sequence[EngagementSide]: ...
    @property
    def asked_sides(self) -> Sequence[AskedSide]: ...
    @property
    def champions(self) -> Sequence[Champion]: ...
    @property
    def lines(self) -> Sequence[EngagementLine]: ...


class Commitment(Protocol):
    """The state of an own commitment."""

    @property
    def region(self) -> str: ...
    @property
    def content(self) -> Named: ...


class Meeting(Protocol):
    """The state of a meeting."""

    @property
    def region(self) -> str: ...
    @property
    def invitations(self) -> Sequence[Named]: ...
    @property
    def moderators(self) -> Sequence[Named]: ...
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        ...


class Thread(Protocol):
    """The state of a thread."""

    @property
    def region(self) -> str: ...
    @property
    def sides(self) -> Sequence[ThreadSide]: ...


class NewPractice(Protocol):
    """The content of a good practice."""

    @property
    def country(self) -> str: ...


class Practice(Protocol):
    """The state of a good practice."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def content(self) -> NewPractice: ...
    @property
    def proposed_by(self) -> str: ...
    @property
    def audience(self) -> str | None: ...
    @property
    def served_by(self) -> str | None: ...


class _Told(Protocol):
    """The state of what several deployments tell their parties of."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        ...


class Project(_Told, Protocol):
    """The state of a thematic project. ``proposed_by``: a party; None where the Secretariat opened it itself."""

    @property
    def proposed_by(self) -> str | None: ...
    @property
    def champions(self) -> Sequence[Champion]: ...


class Review(_Told, Protocol):
    """The state of a review of the terms. ``asked_by``: who asked for it; None for the yearly one."""

    @property
    def asked_by(self) -> str | None: ...
