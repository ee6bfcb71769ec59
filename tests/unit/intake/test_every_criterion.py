"""WM 9, 12, 13, 15: each criterion over all its input values together, so over every pair of them, with every outcome it can give.

A criterion without a table here fails, as does a code of its file that no row of its table gives.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from services.intake.criteria import CRITERIA, ENCOURAGED, PREREQUISITES
from services.intake.criteria.crisis_response import CrisisResponse
from services.intake.criteria.i_national_plan import PartOfNationalPlan
from services.intake.criteria.ii_concrete_gap import ConcreteGap
from services.intake.criteria.iii_sustainability import SustainabilityOfResults
from services.intake.criteria.iv_other_stakeholders import OtherStakeholders
from services.intake.criteria.longer_engagement import LongerEngagement
from services.intake.criteria.v_joint_request import JointRequest
from services.intake.criteria.vi_coordination import CoordinationOfSupport
from services.intake.criteria.vii_monitoring import MonitoringOfImpact
from services.intake.prerequisites.needs_assessment import NeedsAssessment
from services.intake.prerequisites.prior_commitment import PriorCommitment
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.rule import Criterion, Finding
from tests.support.bodies import request_body

Found = tuple[str, tuple[str, ...], tuple[str, ...]]
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """``inputs``: what each part may say; ``asked``: the content's fields from one choice of each; ``wanted``: what is found."""

    inputs: dict[str, tuple[Any, ...]]
    asked: Callable[[Said], dict[str, Any]]
    wanted: Callable[[Said], Found]

    def choices(self) -> list[Said]:
        """Every choice of all parts: what is said in it, by part."""
        return [dict(zip(self.inputs, one, strict=True)) for one in product(*self.inputs.values())]


def places(of: str, *names: str, said: Said) -> tuple[str, ...]:
    """Pointers to those of the parts that are said, in this order."""
    return tuple(f"/{of}/{name}" for name in names if said[name])


def same(said: Said) -> dict[str, Any]:
    """Each part is a field of the content."""
    return dict(said)


def _crisis(said: Said) -> Found:
    if not said["emergency"]:
        return "not_applicable", ("no_emergency",), ()
    evidence = ("/crisis/emergency", *places("crisis", "response_plan", "complementarity", said=said))
    found = {
        (True, True): ("met", "plan_and_complement"), (True, False): ("partly", "plan_without_complement"),
        (False, True): ("partly", "complement_without_plan"), (False, False): ("not_met", "emergency_alone"),
    }  # fmt: skip
    outcome, code = found[bool(said["response_plan"]), bool(said["complementarity"])]
    return outcome, (code,), evidence


def _national_plan(said: Said) -> Found:
    evidence = tuple(f"/{name}" for name in ("national_plan", "quality_characteristics") if said[name])
    found = {
        (True, True): ("met", "national_plan_and_aims"), (True, False): ("partly", "national_plan_without_aims"),
        (False, True): ("partly", "aims_without_national_plan"), (False, False): ("not_met", "neither_national_plan_nor_aims"),
    }  # fmt: skip
    outcome, code = found[bool(said["national_plan"]), bool(said["quality_characteristics"])]
    return outcome, (code,), evidence


def _objectives(said: Said) -> dict[str, Any]:
    steps = [{"text": "A step", "kind": kind, **said.get("more", {})} for kind in said["kinds"] or ()]
    texts = [] if said["kinds"] is None else [{"text": "First"}, {"text": "Second", "milestones": steps}]
    return {"objectives": texts}


def _gap(said: Said) -> Found:
    kinds = said["kinds"] or ()
    looked_for = [
        (bool(said["gap"]), "/gap", "no_gap"),
        (said["kinds"] is not None, "/objectives", "no_objectives"),
        *((kind in kinds, f"/objectives/1/milestones/{kinds.index(kind) if kind in kinds else 0}", f"no_{kind}_milestone")
          for kind in ("quantitative", "qualitative")),
    ]  # fmt: skip
    evidence = tuple(where for present, where, _ in looked_for if present)
    missing = tuple(code for present, _, code in looked_for if not present)
    if not missing:
        return "met", ("gap_and_objectives",), evidence
    return ("partly" if evidence else "not_met"), missing, evidence


def _lasting(said: Said) -> Found:
    if not said["statement"]:
        return "not_met", ("lasting_unsaid",), ()
    evidence = places("sustainability", "statement", "exit_arrangement", "comprehensive_plan", said=said)
    return ("met", ("lasting_said",), evidence) if len(evidence) > 1 else ("partly", ("lasting_alone",), evidence)


def _others(said: Said) -> Found:
    linked = [one for one in (said["first"], said["second"]) if one is not None]
    if not linked:
        return "not_applicable", ("for_states_alone",), ()
    where = tuple(f"/beneficiaries/{n}" for n, one in enumerate(linked) if not one)
    return ("unclear", ("others_without_authorities",), where) if where else (
        "met", ("others_with_authorities",), ("/beneficiaries",))  # fmt: skip


def _beneficiaries(said: Said) -> dict[str, Any]:
    linked = [one for one in (said["first"], said["second"]) if one is not None]
    return {"beneficiaries": [{"name": "A faculty", "project_with_authorities": one or None} for one in linked]}


def _period(ends: str | None) -> dict[str, Any]:
    return {"start": "2027-01-01", "end": ends}


def _lines(said: Said) -> dict[str, Any]:
    line = request_body()["lines"][0]
    ends = [one for one in (said["first"], said["second"]) if one != "no line"]
    lines = [line | {"line_id": str(n), "period": _period(end)} for n, end in enumerate(ends)]
    reason = said["urgency"] if said["urgent"] else None
    crisis = {"emergency": "A flood"} if said["crisis"] else None
    fields = {"horizon": said["horizon"], "engagement": said["engagement"], "lines": lines, "crisis": crisis}
    return fields | {"urgent": said["urgent"], "urgency": reason}


A_YEAR_LESS_A_DAY, A_YEAR = "2028-01-01", "2028-01-02"  # 365 and 366 days after the start


def _longer(said: Said) -> Found:
    both = ("/horizon", "/engagement")
    if said["horizon"] == "short_term":
        if said["engagement"] == "ongoing":
            return "unclear", ("short_term_and_ongoing",), both
        if said["urgent"] or said["crisis"]:
            why = "/urgency" if said["urgent"] and said["urgency"] else "/crisis" if said["crisis"] else "/urgent"
            return "not_applicable", ("short_term_and_urgent",), ("/horizon", why)
        return "partly", ("short_term_alone",), ("/horizon",)
    ends = [one for one in (said["first"], said["second"]) if one != "no line"]
    if all(end == A_YEAR_LESS_A_DAY for end in ends):
        return "partly", ("lines_within_a_year",), (*both, *(f"/lines/{n}/period" for n in range(len(ends))))
    return "met", ("ongoing_engagement" if said["engagement"] == "ongoing" else "longer_project",), both


def _joint(said: Said) -> Found:
    several = len(said["requesting_states"]) > 1
    return ("met", ("several_ask",), ("/requesting_states",)) if several else ("not_applicable", ("one_asks",), ())


def _coordinated(said: Said) -> Found:
    several = len(said["requesting_states"]) > 1 or bool(said["supporters"])
    if not said["said"]:
        if several:
            return "not_met", ("several_uncoordinated",), ("/requesting_states", "/supporters")
        return "unclear", ("other_support_unsaid",), ()
    if not said["existing_support"] and not several:
        return "not_applicable", ("no_other_support",), ("/coordination",)
    halves = bool(said["how_coordinated"]) + bool(said["duplication_mitigation"])
    outcome, code = (("not_met", "coordination_undescribed"), ("partly", "coordination_half_described"),
                     ("met", "coordination_described"))[halves]  # fmt: skip
    parts = ("existing_support", "how_coordinated", "duplication_mitigation")
    return outcome, (code,), places("coordination", *parts, said=said)


def _coordination(said: Said) -> dict[str, Any]:
    parts = ("existing_support", "how_coordinated", "duplication_mitigation")
    inner = {name: said[name] for name in parts} if said["said"] else None
    return {"requesting_states": said["requesting_states"], "supporters": said["supporters"], "coordination": inner}


def _monitored(said: Said) -> dict[str, Any]:
    inner = {"indicators": said["indicators"], "report_schedule": said["reports"]} if said["said"] else None
    step = {"text": "A step", "kind": "quantitative", "indicator": said["indicator"], "target": said["target"]}
    return {"monitoring": inner, "objectives": [{"text": "First"}, {"text": "Second", "milestones": [step]}]}


def _monitoring(said: Said) -> Found:
    evidence: tuple[str, ...] = ("/monitoring/indicators",) if said["said"] and said["indicators"] else ()
    evidence += ("/objectives/1/milestones/0",) if said["indicator"] and said["target"] else ()
    reports = bool(said["said"] and said["reports"])
    outcome, code = {
        (True, True): ("met", "indicators_and_reports"), (True, False): ("partly", "indicators_without_reports"),
        (False, True): ("partly", "reports_without_indicators"), (False, False): ("not_met", "neither_indicators_nor_reports"),
    }[bool(evidence), reports]  # fmt: skip
    return outcome, (code,), (*evidence, *(("/monitoring/report_schedule",) if reports else ()))


def _assessed(said: Said) -> Found:
    if said["kind"] == "capacity_assessment":
        return "not_applicable", ("assessment_asked_for",), ("/kind",)
    if not said["said"]:
        return "not_met", ("no_assessment",), ()
    bare = not said["summary"] and not said["conducted_on"]
    return "partly" if bare else "met", ("bare_assessment" if bare else "assessment",), ("/assessment/reference",)


def _assessment(said: Said) -> dict[str, Any]:
    inner = {"reference": "Of 2025", "summary": said["summary"], "conducted_on": said["conducted_on"]}
    return {"kind": said["kind"], "assessment": inner if said["said"] else None}


def _committed(said: Said) -> Found:
    if said["own_commitments"]:
        return "met", ("own_commitment",), tuple(f"/own_commitments/{n}" for n in range(len(said["own_commitments"])))
    if said["national_plan"]:
        return "partly", ("plan_without_own_commitment",), ("/national_plan",)
    return "not_met", ("no_own_commitment",), ()


TEXT, YES_NO = (None, "Said"), (False, True)
PLAN = (None, {"title": "The plan"})
STATES = (["iso3166:TCD"], ["iso3166:TCD", "iso3166:CMR"])
TABLES: dict[type, Table] = {
    LongerEngagement: Table(
        {
            "horizon": ("short_term", "long_term"), "engagement": ("project", "ongoing"), "urgent": YES_NO,
            "urgency": TEXT, "crisis": YES_NO, "first": (A_YEAR_LESS_A_DAY, A_YEAR, None),
            "second": ("no line", A_YEAR_LESS_A_DAY, A_YEAR),
        },
        _lines,
        _longer,
    ),
    CrisisResponse: Table(
        {"emergency": YES_NO, "response_plan": TEXT, "complementarity": TEXT},
        lambda said: {"crisis": {**said, "emergency": "A flood"} if said["emergency"] else None},
        _crisis,
    ),
    NeedsAssessment: Table(
        {"kind": ("capacity_support", "capacity_assessment"), "said": YES_NO, "summary": TEXT,
         "conducted_on": (None, "2025-03-01")},
        _assessment,
        _assessed,
    ),
    PriorCommitment: Table(
        {"own_commitments": ([], [{"description": "One"}], [{"description": "One"}, {"description": "Two"}]),
         "national_plan": PLAN},
        same,
        _committed,
    ),
    PartOfNationalPlan: Table(
        {"national_plan": PLAN, "quality_characteristics": ([], ["fairness"])}, same, _national_plan
    ),
    ConcreteGap: Table(
        {"gap": TEXT, "kinds": (None, (), ("qualitative",), ("quantitative",), ("qualitative", "quantitative"))},
        lambda said: {"gap": said["gap"], **_objectives(said)},
        _gap,
    ),
    SustainabilityOfResults: Table(
        {"statement": TEXT, "exit_arrangement": TEXT, "comprehensive_plan": TEXT},
        lambda said: {"sustainability": said if said["statement"] else None},
        _lasting,
    ),
    OtherStakeholders: Table({"first": (None, "", "With it"), "second": (None, "", "With it")}, _beneficiaries, _others),
    JointRequest: Table({"requesting_states": STATES}, same, _joint),
    CoordinationOfSupport: Table(
        {"requesting_states": STATES, "supporters": ([], ["org:euaa"]), "said": YES_NO,
         "existing_support": ([], [{"provider": "org:euaa", "description": "Training"}]),
         "how_coordinated": TEXT, "duplication_mitigation": TEXT},
        _coordination,
        _coordinated,
    ),
    MonitoringOfImpact: Table(
        {"said": YES_NO, "indicators": ([], ["A share"]), "reports": TEXT, "indicator": TEXT, "target": TEXT},
        _monitored,
        _monitoring,
    ),
}  # fmt: skip
RULES: tuple[Criterion[RequestContent], ...] = (*ENCOURAGED, *PREREQUISITES, *CRITERIA)
ELSEWHERE = {
    "own_word_awaited", "horizon_not_written", "lines_not_written", "assessment_not_validated", "assessment_validated",
    "assessment_superseded", "lines_assessed", "lines_not_assessed", "pledge_recorded", "pledge_in_planning",
    "pledge_in_progress", "pledge_fulfilled", "plan_recorded", "plan_superseded",
    "lines_too_short", "lasting_half_said", "recipient_takes_part", "recipient_takes_no_part", "recipient_not_heard",
}  # fmt: skip
"""Codes that follow from what is not in the content: the test below this table, and those of drafts, assessments, commitments, recipients and rule sets."""


def read(one: Finding) -> Found:
    """Outcome, codes, evidence."""
    return one.outcome.value, tuple(reason.code for reason in one.reasons), one.evidence


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_what_is_found_over_all_input_values(rule: Criterion[RequestContent]) -> None:
    table = TABLES[type(rule)]
    whole = RequestContent.model_validate(request_body())
    given: set[str] = set()
    outcomes: set[str] = set()
    for said in table.choices():
        fields = RequestContent.model_validate(request_body(**table.asked(said)))
        content = whole.model_copy(update={name: getattr(fields, name) for name in table.asked(said)})
        wanted = table.wanted(said)
        assert read(rule.assess(content)) == wanted, said
        assert rule.assess(content).paragraph is rule.paragraph
        given |= set(wanted[1])
        outcomes.add(wanted[0])
    source = inspect.getsource(inspect.getmodule(type(rule)))  # type: ignore[arg-type]
    assert codes_in(source) - given - ELSEWHERE == set()
    assert outcomes_in(source) - outcomes - ({"unclear"} if type(rule) is JointRequest else set()) == set()


def codes_in(source: str) -> set[str]:
    """The codes of reasons that stand in a criterion's file."""
    return set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) - set(RequestContent.model_fields) - NAMES


NAMES = {
    "short_term", "long_term", "response_plan", "capacity_assessment", "exit_arrangement", "comprehensive_plan",
    "existing_support", "how_coordinated", "duplication_mitigation", "under_way", "in_progress", "in_force",
}  # fmt: skip
"""Other words with an underscore that criteria name: fields and values of what they look at."""


def outcomes_in(source: str) -> set[str]:
    """The outcomes that stand in it."""
    return {name.lower() for name in re.findall(r"Outcome\.([A-Z_]+)", source)}


@pytest.mark.control
def test_a_code_and_an_outcome_that_no_row_gives_are_found() -> None:
    source = 'return Finding(P9, Outcome.UNCLEAR, because("planted_code"), ("/horizon",))'
    assert codes_in(source) == {"planted_code"}
    assert outcomes_in(source) == {"unclear"}


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize("states", STATES)
@pytest.mark.parametrize("awaited", [("iso3166:CMR",), ("iso3166:CMR", "iso3166:NER")])
def test_a_joint_request_waits_for_each_word(states: list[str], awaited: tuple[str, ...]) -> None:
    one = JointRequest(awaited).assess(RequestContent.model_validate(request_body(requesting_states=states)))
    assert (one.outcome.value, one.evidence) == ("unclear", ("/requesting_states",))
    assert [(reason.code, reason.party) for reason in one.reasons] == [("own_word_awaited", who) for who in awaited]
