"""A State shows its assessment to a party, or asks it to work on it; or it does so no more (WM 14). By the State's own word alone."""

from services.intake.actions.party_in_path import party_in_path
from services.intake.actions.the_assessment import ASSESSMENT, Assessed, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import assessment as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.assessments import AssessmentShown
from shared.contracts.incoming import Strict
from shared.contracts.shapes.assessment import AssessmentRole, AssessmentState
from shared.modalities.access import actions as a
from shared.modalities.paragraphs import P14


class AssessmentHandBody(Strict):
    """What the party may do: read it, or work on it."""

    role: AssessmentRole


async def show_assessment(doing: Intake, stored: Assessed, body: AssessmentHandBody) -> Done[AssessmentState]:
    """The path names the party: a State or a stakeholder. Raises Conflict, Invalid."""
    party = party_in_path(doing, stored.part, P14)
    state, hand = domain.shown_to(stored.state, party, body.role, doing.now)
    return await changed(doing, stored, state, AssessmentShown, hand=hand)


async def hide_assessment(doing: Intake, stored: Assessed, _: NoBody) -> Done[AssessmentState]:
    """The party reads it no more. Raises NotFound."""
    state, hand = domain.shown_no_more(stored.state, stored.part, doing.now)
    return await changed(doing, stored, state, AssessmentShown, hand=hand, ended=True)


SHOW_ASSESSMENT = Change(ASSESSMENT, a.SHOW_ASSESSMENT, AssessmentHandBody, show_assessment)
HIDE_ASSESSMENT = Change(ASSESSMENT, a.SHOW_ASSESSMENT, NoBody, hide_assessment)
