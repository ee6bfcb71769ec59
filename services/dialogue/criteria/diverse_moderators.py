"""WM 5: moderators and facilitators are selected in a manner that ensures regional diversity."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from shared.contracts.shapes.meeting import Moderator, ModeratorFinding
from shared.contracts.vocabulary import bureau_of
from shared.modalities.paragraphs import P5


def _bureaux(moderators: Sequence[Moderator], on: date) -> list[str]:
    found = (
        bureau_of(one.party.removeprefix("iso3166:"), on) for one in moderators if one.party.startswith("iso3166:")
    )
    return [bureau for bureau in found if bureau is not None]


def diverse(chosen: Sequence[Moderator], others: Sequence[Sequence[Moderator]], on: date) -> ModeratorFinding:
    """Looks at the regions of the States chosen, and of those that moderated the other meetings of the time before.

    One region moderates a regional meeting as a matter of course, so it is the choices together that have to be diverse.
    """
    here = Counter(_bureaux(chosen, on))
    before = Counter(bureau for moderators in others for bureau in _bureaux(moderators, on))
    together = here + before
    evidence = tuple(f"{bureau}: {count}" for bureau, count in sorted(together.items()))

    def found(outcome: str, reason: str) -> ModeratorFinding:
        return ModeratorFinding.model_validate(
            {"paragraph": P5.number, "subject": "regional_diversity", "outcome": outcome, "reason": reason,
             "evidence": evidence}
        )  # fmt: skip

    if not here:
        return found("unclear", "No State is among the moderators, so no region can be told")
    if len(here) > 1:
        return found("met", "States of several regions moderate this meeting")
    if not before:
        return found("unclear", "States of one region moderate, and no other meeting is known to compare with")
    (bureau,) = here
    share = together[bureau] / sum(together.values())
    if share > 0.5:
        if len(together) == 1:
            return found(
                "not_met", "States of one region alone moderate this meeting and all others of the time before"
            )
        return found(
            "partly", "States of one region moderate more than half of the meetings of the time before and this one"
        )
    return found("met", "The region moderates no more than half of the meetings of the time before and this one")
