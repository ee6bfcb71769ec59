"""An edition of a report without a running service: made with dialogue's own rules, so that its states are possible."""

from datetime import date, datetime
from typing import Any

from services.dialogue.domain import edition as domain
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.editions import EditionRepository
from services.dialogue.storage.tables import runtime
from shared.contracts import editions
from shared.contracts.shapes.edition import EditionState, RegionKnown, ReportedPeriod, ReportFigure
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.identifiers import new_id

OFFICERS = "unhcr-bureau:wca"
IDS = tuple(f"0198f000-0000-7000-8000-00000000000{n}" for n in range(1, 6))
PERIOD = ReportedPeriod(from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))


def figure(code: str = "requests", amount: str | None = "5", ids: tuple[str, ...] = IDS, **more: Any) -> ReportFigure:
    """A figure with what is behind it."""
    return ReportFigure.model_validate({"code": code, "amount": amount, "items": len(ids), "behind": ids, **more})


def shown(one: ReportFigure) -> ReportFigure:
    """The same as everybody is shown it."""
    return one.model_copy(update={"behind": (), "not_known": 0})


FIGURES = (
    figure(), figure("requests_by_status", "3", IDS[:3], label="in_line"), figure("findings", "2", IDS[:2], label="15.ii:met"),
    figure("asked", "12.5", IDS[:3], functional_area="registration", unit="expert_days"),
    figure("non_state_recipients", None, (), not_known=5),
)  # fmt: skip


class Edition:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, edition_id: str = "e1", region: str = "wca", year: int | None = None) -> None:
        self.version, self.now = 1, now
        begun = domain.NewEdition(edition_id, "REPORT-2026-WCA-001", region, "Africa/Dakar", now)
        if year is None:
            asked = domain.EditionAsked("other", PERIOD, ("en", "fr"), OFFICERS)
            self.state = domain.opened(begun, asked, now.date())
            self.begun: editions.EditionEvent = self._event(editions.EditionOpened)
        else:
            self.state = domain.due(begun, year)
            self.begun = self._event(editions.EditionDue)

    def _event(self, kind: type[editions.EditionEvent]) -> Any:
        return kind(aggregate_id=self.state.edition_id, aggregate_version=self.version, edition=self.state)

    def _next(self, kind: type[editions.EditionEvent], state: EditionState) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind)

    def frozen(self, figures: tuple[ReportFigure, ...] = FIGURES) -> editions.EditionFrozen:
        """With figures, of which those of three things and more are shown."""
        counted = domain.Counted(
            figures, tuple(shown(one) for one in figures if one.items >= 3), (RegionKnown(region="wca", as_of=self.now),), 3
        )  # fmt: skip
        return self._next(editions.EditionFrozen, domain.frozen(self.state, counted, OFFICERS, self.now))

    def worded(
        self, language: str = "en", title: str = "Half a year", text: str = "Five asked."
    ) -> editions.EditionWorded:
        return self._next(editions.EditionWorded, domain.worded(self.state, language, title, text, self.now))

    def published(self) -> editions.EditionPublished:
        return self._next(editions.EditionPublished, domain.published(self.state, self.now))

    def followed(self, *, last: bool = True) -> EditionState:
        """The next edition of it."""
        begun = domain.NewEdition("e2", "REPORT-2026-WCA-002", self.state.region, "UTC", self.now)
        return domain.following(begun, self.state, last, OFFICERS)


OPERATIONS = {
    "read_edition": True, "freeze_edition": False, "word_edition": True, "publish_edition": True, "open_next_edition": True,
}  # fmt: skip
"""Operation on an edition of a report -> whether its figures are frozen."""


async def stored(url: str, *, frozen: bool) -> dict[str, str]:
    """An edition in a database of dialogue, worded in English where its figures are frozen."""
    clock = SystemClock()
    database = Database(DialogueSettings(database_url=url.partition("?")[0]), runtime, clock)
    async with database.unit_of_work(ByClock("test")) as uow:
        editions_, now = EditionRepository(uow.connection), clock.now()
        period = ReportedPeriod(from_on=date(2026, 1, 1), until_on=date(2026, 1, 31))
        asked = domain.EditionAsked("other", period, ("en",), OFFICERS)
        state = domain.opened(await editions_.begun(new_id(clock), "wca", now), asked, now.date())
        if frozen:
            state = domain.frozen(state, domain.Counted((), (), (), 3), OFFICERS, now)
            state = domain.worded(state, "en", "January", "Nobody asked.", now)
        await editions_.add(state)
    await database.dispose()
    return {"edition_id": state.edition_id}
