"""WM 5: moderators and facilitators are selected for expertise from a broad range of relevant subject areas."""

from collections.abc import Sequence

from shared.contracts.shapes.meeting import Moderator, ModeratorFinding
from shared.modalities.paragraphs import P5


def expert(chosen: Sequence[Moderator], functional_areas: Sequence[str]) -> ModeratorFinding:
    """Looks whether each functional area of the meeting is one that a moderator knows."""
    known = {area for one in chosen for area in one.functional_areas}
    covered = [area for area in functional_areas if area in known]
    missing = [area for area in functional_areas if area not in known]
    if not functional_areas:
        outcome, reason = "not_applicable", "The meeting names no functional area"
    elif not missing:
        outcome, reason = "met", "Each functional area of the meeting is one that a moderator knows"
    elif covered:
        outcome, reason = "partly", f"No moderator is said to know {', '.join(missing)}"
    else:
        outcome, reason = "not_met", "No moderator is said to know any functional area of the meeting"
    return ModeratorFinding.model_validate(
        {"paragraph": P5.number, "subject": "expertise", "outcome": outcome, "reason": reason, "evidence": covered}
    )
