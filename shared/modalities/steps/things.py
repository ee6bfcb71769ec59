"""What of each thing the rules of steps read: forms that the items of notifications and of the read model have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

ENDED = frozenset({"withdrawn", "handed_over"})
"""Requests and offers that owe nothing here any more."""


class Awaited(Protocol):
    """A party that a thing names and whose own word is awaited, as ``requester``, ``supporter``, ``recipient`` or ``offerer``."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...


class Naming(Protocol):
    """A request or an offer, as far as it names parties. ``status`` is that of where it stands."""

    @property
    def status(self) -> str: ...
    @property
    def named(self) -> Sequence[Awaited]: ...


class Offer(Naming, Protocol):
    """A support offer; the first of its parties leads. ``confirmed_at``: None where it is not known, and nobody is asked."""

    @property
    def region(self) -> str: ...
    @property
    def parties(self) -> Sequence[str]: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def available_until(self) -> date | None: ...


class Request(Naming, Protocol):
    """A support request; the first of its States leads. ``shown``: what they agreed to show, None while they have not."""

    @property
    def region(self) -> str: ...
    @property
    def states(self) -> Sequence[str]: ...
    @property
    def consents(self) -> Sequence[str]: ...
    @property
    def consent_withdrawn_by(self) -> Sequence[str]: ...
    @property
    def shown(self) -> object | None: ...
    @property
    def feedback_due_at(self) -> datetime: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def consented_at(self) -> datetime | None: ...


class Draft(Protocol):
    """A request while it is prepared. ``unsigned``: requesting States that have not signed its present text."""

    @property
    def status(self) -> str: ...
    @property
    def unsigned(self) -> Sequence[str]: ...
    @property
    def sign_by(self) -> datetime | None: ...


class Side(Protocol):
    """A party and its answer."""

    @property
    def party(self) -> str: ...
    @property
    def region(self) -> str | None: ...
    @property
    def answer(self) -> str: ...


class Meeting(Protocol):
    """A meeting. ``coming``: who registered, and who moderates; ``teller``: the deployment that tells a party."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def answer_until(self) -> datetime: ...
    @property
    def invited(self) -> Sequence[Side]: ...
    @property
    def moderators(self) -> Sequence[str]: ...
    def coming(self) -> frozenset[str]: ...
    def teller(self, party: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Engaged:
    """A party of one side; ``region``: the deployment that serves it, if it is not the engagement's."""

    party: str
    role: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that the other side has not answered (WM 15.vii)."""

    role: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class NewTerms:
    """A version that is proposed beside the terms in force, and waits for signatures (WM 9)."""

    proposed_at: datetime
    signed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Engagement:
    """An engagement, as far as somebody owes something of it (WM 11, 15.iii, 15.vii, 19).

    ``since``: when the terms, or the plan, were proposed that stand there now; when the last party signed, while there is no
    plan yet. ``said``: parties that have signed them, or
    agreed to it, while it is not begun; that evaluated it, when it is over. ``looked_back``: those that said whether results
    still stand, from ``look_back_at`` on. ``asked``: parties that are asked to stand beside it; ``named``: those that a notice
    names and that have not answered; ``new_terms``: None while none are proposed beside those in force;
    ``delivery_due``, ``milestone_due``: the first day of the agreed plan of which nothing was reported yet.
    """

    region: str
    stage: str
    sides: Sequence[Engaged]
    since: datetime
    said: frozenset[str]
    reports: Sequence[Reported] = ()
    word_due_at: datetime | None = None
    ended_at: datetime | None = None
    look_back_at: datetime | None = None
    looked_back: frozenset[str] = frozenset()
    asked: Sequence[str] = ()
    named: Sequence[Engaged] = ()
    new_terms: NewTerms | None = None
    delivery_due: date | None = None
    milestone_due: date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Whether something of a conforming request is still open, and since when that is so (WM 16)."""

    open: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A call for offers and what became of it (WM 17). ``approached``: those to whom its request is still shown;
    ``answered``: those that offered or said that they do not; ``regions``: deployments that serve them, if not the call's.
    """

    approached: Sequence[str]
    answered: frozenset[str]
    answer_due_at: datetime
    regions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, as far as somebody has to do with it (WM 8). ``asked``: the first due day of each party asked; ``unread``: when
    the last message was sent, by each party that has not read all.
    """

    region: str
    asked: Mapping[str, date] = field(default_factory=dict)
    unread: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the terms, as far as the Secretariat owes something of it (WM 21). ``since``: when it became due, was asked for,
    or was opened; ``consult_until``: the last day for proposals. ``unapplied_from``: the day from which changed terms hold
    that no rule set applies.
    """

    region: str
    status: str
    since: datetime
    consult_until: date | None = None
    unapplied_from: date | None = None


@dataclass(frozen=True, slots=True)
class Crisis:
    """A declared crisis, as far as somebody owes something of it (WM 12). ``silent``: States that have said no word on it;
    ``stands_since``: when an officer last said that it stands.
    """

    region: str
    status: str
    declared_at: datetime
    stands_since: datetime
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A party that may become a champion (WM 2). ``region``: the deployment that serves it, if that is another."""

    party: str
    came: str
    asked_at: datetime
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A thematic project, as far as somebody owes something of it (WM 2, 18). ``until``: its last day; ``pending``: who volunteered
    and who is asked, without an answer.
    """

    region: str
    status: str
    begun_at: datetime
    until: date | None = None
    pending: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class SupportPackage:
    """A package of support, as far as its party is asked about it (WM 7). ``last_year``: the last for which it says anything."""

    region: str
    status: str
    party: str
    confirmed_at: datetime
    last_year: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, as far as somebody owes something of it (WM 12). ``since``: when it was raised, or taken up."""

    region: str
    status: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that could not be delivered (WM 6)."""

    region: str
    recipient: str
    must_act: bool


@dataclass(frozen=True, slots=True)
class Practice:
    """A good practice (WM 11). ``country``: its State, served by ``served_by``, if that is another deployment; ``worded_at``:
    when its present words came; ``stands_since``: when its State last said that it holds.
    """

    region: str
    status: str
    country: str
    worded_at: datetime
    stands_since: datetime | None = None
    served_by: str | None = None
