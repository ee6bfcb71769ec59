"""A quality-assurance initiative, or a pilot, through its life without a running service: made with dialogue's own rules."""

from datetime import date, datetime, timedelta
from typing import Any

from services.dialogue.domain import initiative as domain
from services.dialogue.domain import initiative_rounds as rounds
from services.dialogue.domain.initiative import NewInitiative, ServedParty
from shared.contracts import initiatives as events
from shared.contracts.shapes.initiative import (
    CycleContent,
    DiagnosisContent,
    InitiativeContent,
    InitiativeOutcome,
    InitiativeState,
    PlannedStep,
    Recommended,
)
from tests.support.interfaces import Interfaces

TCD, ECRE, FRA = "iso3166:TCD", "org:ecre", "iso3166:FRA"


def initiative_content(**changes: Any) -> dict[str, Any]:
    """Quality of first decisions in Chad."""
    return {
        "kind": "quality_assurance",
        "country": TCD,
        "title": "Quality of first decisions",
        "language": "en",
        "aim": "Decisions give reasons that an appeal can look at.",
        "functional_areas": ["decision_quality"],
        "period": {"start": "2026-01-01", "end": "2031-12-31"},
    } | changes


def pilot_content(**changes: Any) -> dict[str, Any]:
    """Mobile counters, tried in one place."""
    own = {
        "kind": "pilot",
        "title": "Mobile counters on the river",
        "places": "Faya",
        "judged_by": "Days to a registration",
    }
    return initiative_content(**own | changes)


def diagnosis_body(day: date, **changes: Any) -> dict[str, Any]:
    """Reasons are weak."""
    areas = [{"functional_area": "decision_quality", "standing": "weak", "text": "Reasons are short."}]
    return {"held_on": str(day), "language": "en", "areas": areas} | changes


def steps_body(day: date, *sides: str) -> list[dict[str, Any]]:
    """A step of each side by a day."""
    return [{"title": f"Step of the {side}", "due_on": str(day), "by": side} for side in sides]


def cycle_body(day: date, **changes: Any) -> dict[str, Any]:
    """Twelve of forty decisions give no reasons."""
    return {
        "held_on": str(day), "language": "en", "sampled": "decisions", "sample": 40,
        "findings": [{"functional_area": "decision_quality", "fault": "reasons_not_given", "count": 12}],
        "recommendations": [{"functional_area": "decision_quality", "text": "A form for reasons"}],
        "auditors": ["EXPERT-2026-FRA-001"],
    } | changes  # fmt: skip


class Initiative:
    """Each method takes a step and gives its event. ``by``: the State; None where officers propose it."""

    def __init__(
        self, now: datetime, partner: str | None = None, by: str | None = TCD, regions: Any = None, **changes: Any
    ) -> None:
        self.version, self.now = 1, now
        self.regions: dict[str, str] = regions or {}
        begun = NewInitiative("i1", "INITIATIVE-2026-WCA-001", "wca", now)
        content = InitiativeContent.model_validate(initiative_content(**changes))
        self.state = (
            domain.proposed(begun, content, self.regions.get(content.country), self._named(partner))
            if by is None
            else domain.opened(begun, content, self._named(partner))
        )
        self.first = self._event(events.InitiativeOpened)

    def _named(self, party: str | None) -> ServedParty | None:
        return None if party is None else ServedParty(party, self.regions.get(party))

    def _event(self, kind: type[events.InitiativeEvent], **more: Any) -> Any:
        return kind(aggregate_id="i1", aggregate_version=self.version, initiative=self.state, **more)

    def _next(self, kind: type[events.InitiativeEvent], state: InitiativeState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def answered(self, party: str = TCD, accepts: bool = True, partner: str | None = None) -> Any:
        before = self.state.status
        state = domain.answered(self.state, party, accepts, self._named(partner), None, self.now)
        if state.status == "closed":
            return self._next(events.InitiativeClosed, state, side="state")
        agreed = (before, state.status) == ("proposed", "agreed")
        return self._next(events.InitiativeAgreed if agreed else events.InitiativeAnswered, state, party=party)

    def diagnosed(self, side: Any = "secretariat", **changes: Any) -> Any:
        said = DiagnosisContent.model_validate(diagnosis_body(self.now.date(), **changes))
        return self._next(events.InitiativeDiagnosed, rounds.diagnosed(self.state, said, side, self.now), side=side)

    def stood_by(self, side: Any = "state") -> Any:
        return self._next(events.DiagnosisAgreed, rounds.stood_by(self.state, side), side=side)

    def planned(self, *sides: str, days: int = 10) -> Any:
        steps = steps_body(self.now.date() + timedelta(days=days), *(sides or ("state", "secretariat")))
        those = [PlannedStep.model_validate(one) for one in steps]
        return self._next(events.InitiativePlanned, domain.planned(self.state, those, self.now.date()), side="state")

    def done(self, side: Any = "state", number: int = 1) -> Any:
        today = self.now.date()
        state = domain.step_done(self.state, side, number, today, today)
        return self._next(events.InitiativeStepDone, state, side=side, step=number)

    def audited(self, side: Any = "secretariat", **changes: Any) -> Any:
        body = cycle_body(self.now.date(), **changes)
        recommended = [Recommended.model_validate(one) for one in body.pop("recommendations")]
        state = rounds.audited(self.state, CycleContent.model_validate(body), recommended, side, self.now)
        return self._next(events.AuditCycleRecorded, state, side=side, cycle=len(state.cycles))

    def recommendation(self, word: Any = "accepted", cycle: int = 1, number: int = 1, text: str | None = None) -> Any:
        state = rounds.recommendation_answered(self.state, cycle, number, word, text, self.now)
        return self._next(events.RecommendationAnswered, state, cycle=cycle, recommendation=number)

    def shown(self, *readers: str, with_figures: bool = False) -> Any:
        those = [ServedParty(one, self.regions.get(one)) for one in readers]
        return self._next(events.InitiativeShown, domain.shown(self.state, those, with_figures))

    def led_to(self, practice_id: str = "p1") -> Any:
        return self._next(events.InitiativeLedToPractice, domain.led_to(self.state, practice_id))

    def closed(
        self, side: Any = "state", early: bool = False, judged: Any = None, text: str = "Reasons are given now"
    ) -> Any:
        outcome = InitiativeOutcome(text=text, language="en", early=early, judged=judged, said_by=side)
        return self._next(events.InitiativeClosed, domain.closed(self.state, outcome, self.now), side=side)


def running(now: datetime, partner: str | None = None, **changes: Any) -> Initiative:
    """Agreed, with a joint diagnosis and steps."""
    one = Initiative(now, partner, **changes)
    if partner is not None:
        one.answered(partner)
    one.diagnosed()
    one.stood_by()
    one.planned()
    return one


def asked_of_initiatives(at: Interfaces, state: str, officer: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Initiatives, each operation having one of its own, of the State that reads it."""
    found: dict[str, tuple[str, dict[str, str]]] = {"open_initiative": (state, {}), "list_initiatives": (state, {})}
    sides = ("diagnose", "stand_by_diagnosis", "plan_initiative", "record_step", "record_cycle")
    own = (
        "read_initiative",
        "answer_initiative",
        "answer_recommendation",
        "show_initiative",
        "name_practice",
        "close_initiative",
    )
    for name in (*own, *sides):
        made = at.call(state, "dialogue", "POST", "/initiatives", initiative_content()).json()
        found[name] = (officer if name in sides else state, {"initiative_id": made["initiative_id"]})
    return found
