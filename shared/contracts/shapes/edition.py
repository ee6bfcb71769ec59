"""An edition of a report of the mechanism: its period, figures that are frozen, words beside them (WM 6, 21)."""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from shared.contracts.door import AtDoor, Door, plausible, refused
from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, Deployment, FunctionalArea, Language, PartyId, Text, Title, Unit

EditionStatus = Literal["due", "opened", "frozen", "published"]
ReportKind = Literal["annual", "forum", "other"]
ReportScope = Literal["region", "world"]
FigureCode = Literal[
    "requests", "requests_by_status", "requests_by_area", "requests_by_horizon", "first_feedback", "findings", "asked",
    "urgent_requests", "crisis_requests", "joint_requests", "non_state_recipients", "offers", "offered", "matches",
    "engagements", "engagements_by_horizon", "committed", "delivered", "first_delivery", "own_commitments",
    "good_practices", "peer_links", "peer_exchanges", "meetings", "crises", "reviews",
]  # fmt: skip
"""What a report counts, in its order; ``shared/wording/figures.toml`` says in words what each is."""
WORKING: tuple[str, ...] = ("en", "fr")
"""Languages of a report that nobody chose any for: the working languages of UNHCR."""
MOST_FIGURES = 2000
MOST_BEHIND = 20_000

FIGURE = r"^[0-9]{1,16}(\.[0-9]{1,3})?$"


def _digits(value: Any, _: Door) -> Any:
    if not isinstance(value, str) or not re.fullmatch(FIGURE.strip("^$"), value):
        raise refused("amount", "digits 0 to 9, a point before at most three more, e.g. 12.5")
    return value


FigureAmount = Annotated[
    str, StringConstraints(pattern=FIGURE), Field(examples=["12.5"]), AtDoor(_digits, "before")
]  # fmt: skip
"""A quantity, a number of things, or of days."""


class ReportedPeriod(Shape):
    """The days that a report is about, both within it."""

    from_on: Day
    until_on: Day

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The first moment of it and the first one after it, in UTC, as days are counted in a time zone."""
        there = ZoneInfo(zone)
        begins, ends = self.from_on, self.until_on + timedelta(days=1)
        return _midnight(begins, there), _midnight(ends, there)

    def has(self, day: date) -> bool:
        """Whether a day is within it."""
        return self.from_on <= day <= self.until_on


def _midnight(day: date, there: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), there).astimezone(UTC)


class ReportFigure(Shape):
    """One group of a figure. ``label``: what it is grouped by beside area and unit; ``items``: how many things it is made of;
    ``not_known``: of how many more what it counts is not known here, so that it is no zero; ``amount`` is null where it is known of none.
    ``behind``: identifiers of the things it is made of, for who reads the whole of the edition.
    """

    code: FigureCode
    functional_area: FunctionalArea | None = None
    unit: Unit | None = None
    label: Annotated[str, StringConstraints(max_length=60)] | None = None
    amount: FigureAmount | None
    items: int = Field(ge=0, le=10**9)
    not_known: int = Field(default=0, ge=0, le=10**9)
    behind: tuple[Annotated[str, StringConstraints(max_length=64)], ...] = Field(default=(), max_length=MOST_BEHIND)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same figure in another edition."""
        return self.code, self.functional_area or "", self.unit or "", self.label or ""


class RegionKnown(Shape):
    """How far what a report is made of was known of a deployment. ``missing``: events that had not come."""

    region: Deployment
    as_of: Annotated[datetime, AtDoor(plausible)] | None = None
    missing: int = Field(default=0, ge=0)


class FrozenFigures(Shape):
    """Figures as they were at a moment; nothing changes them. ``shown``: those for everybody, made of what everybody is shown, no
    group of fewer than ``least`` things, without identifiers. The digests are of both, each with the edition that it belongs to.
    """

    frozen_at: datetime
    frozen_by: PartyId
    regions: tuple[RegionKnown, ...]
    least: int
    figures: tuple[ReportFigure, ...] = Field(default=(), description="For who reads the whole of the edition")
    shown: tuple[ReportFigure, ...]
    digest: str = Field(description="SHA-256 of the edition with its figures, in hexadecimal")
    shown_digest: str = Field(description="The same with those for everybody")


class Narrative(Shape):
    """What the Secretariat says beside the figures, in one language."""

    language: Language
    title: Title
    text: Text
    worded_at: datetime


class EditionState(Shape):
    """An edition of a report after an event.

    ``report``: reference of its first edition, by which all of them are cited with their ``number``. ``previous``: the edition
    before it. ``came``: a report of the year that is owed, or one that an officer opened. ``zone``: where days begin and end.
    ``languages``: in which it is to be worded.
    """

    edition_id: str
    reference: str
    region: str
    status: EditionStatus
    report: str
    number: int
    previous: str | None = None
    kind: ReportKind
    scope: ReportScope
    came: Literal["yearly", "opened"]
    period: ReportedPeriod
    zone: str
    languages: tuple[Language, ...]
    begun_at: datetime
    due_on: Day | None = None
    opened_by: PartyId | None = None
    frozen: FrozenFigures | None = None
    narratives: tuple[Narrative, ...] = ()
    published_at: datetime | None = None

    def lacking(self) -> tuple[str, ...]:
        """Languages in which it is to be worded and is not."""
        worded = {one.language for one in self.narratives}
        return tuple(one for one in self.languages if one not in worded)


_CITED = ("report", "number", "reference", "kind", "scope", "region", "zone")


def cited(state: EditionState, figures: Iterable[ReportFigure]) -> bytes:
    """What an edition is cited for, always as the same bytes: which one, its period, when and by whom it was frozen, these figures."""
    assert state.frozen is not None, "an edition without figures cannot be cited"
    said: dict[str, Any] = state.model_dump(mode="json", include={*_CITED, "period"})
    said |= state.frozen.model_dump(mode="json", include={"frozen_at", "frozen_by", "regions", "least"})
    said["figures"] = [one.model_dump(mode="json") for one in figures]
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(state: EditionState, figures: Iterable[ReportFigure]) -> str:
    """SHA-256 of that."""
    return hashlib.sha256(cited(state, figures)).hexdigest()


def is_intact(state: EditionState) -> bool:
    """Whether its figures are those that were frozen, as far as the reader's copy has them."""
    frozen = state.frozen
    if frozen is None:
        return True
    whole = not frozen.figures or digest_of(state, frozen.figures) == frozen.digest
    return whole and digest_of(state, frozen.shown) == frozen.shown_digest
