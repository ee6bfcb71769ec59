"""A request that says which recorded assessment it comes from names one of its leading State, and lines that it has (WM 13)."""

from collections.abc import Iterable, Sequence

from services.intake.domain.drawn import unknown_line
from services.intake.storage.assessments import AssessmentRepository
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.actions import READ_CAPACITY_ASSESSMENT
from shared.modalities.access.actor import Actor
from shared.modalities.access.assessments import assessment
from shared.modalities.access.policy import decide
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P13

PLACE = "/assessment/recorded_as"


def names_one(content: RequestContent) -> bool:
    """Whether there is anything to look up."""
    return _named(content) is not None or any(line.assessed_as is not None for line in content.lines)


async def named_assessment(assessments: AssessmentRepository, content: RequestContent) -> str | None:
    """Where the assessment stands that a request names; None where it names none. Raises Invalid naming every fault, and what there is.

    One that was dropped, and another State's, is as absent.
    """
    if not names_one(content):
        return None
    named, lead = _named(content), content.requesting_states[0]
    lines = [(n, one.assessed_as) for n, one in enumerate(content.lines) if one.assessed_as is not None]
    if named is None:
        raise Invalid(tuple(_unnamed(lines)), paragraph=P13)
    found = await assessments.called(named, lead)
    if found is None or found[0].status == "dropped":
        raise Invalid((unknown(PLACE, named, await assessments.references_of(lead)),), paragraph=P13)
    known = [one.line_id for one in found[0].content.areas]
    faults = [unknown_line(f"/lines/{n}/assessed_as", line, known) for n, line in lines if line not in known]
    if faults:
        raise Invalid(tuple(faults), paragraph=P13)
    return found[0].status


def reads_assessments(actor: Actor, deployment: str, state: str) -> bool:
    """Whether a reader may read a State's assessments. Who may not learns of none by trying out names."""
    return decide(actor, READ_CAPACITY_ASSESSMENT, assessment(deployment, state)).allowed


def unknown(pointer: str, named: str, known: Sequence[str]) -> Fault:
    """An assessment that its State has not; the fault says which there are."""
    there = ", ".join(known) or "-"
    words = f"'{named}' is no assessment of the State that could stand here; there are: {there}"
    return Fault(pointer, words, "unknown_assessment", {"known": there})


def _unnamed(lines: Iterable[tuple[int, str]]) -> Iterable[Fault]:
    for n, line in lines:
        words = f"line '{line}' of which assessment? Name it in {PLACE}"
        yield Fault(f"/lines/{n}/assessed_as", words, "assessment_not_named")


def _named(content: RequestContent) -> str | None:
    return content.assessment.recorded_as if content.assessment is not None else None
