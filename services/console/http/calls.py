"""What pages of a call for offers share: finding it, and whether its reader may answer it now (WM 17)."""

from services.console.http.acting import Case
from services.console.http.visit import Visit
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.policy import decide


async def find(visit: Visit) -> Case:
    """The call of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("solicitation_id"), "solicitation"))


def may_answer(case: Case) -> bool:
    """Whether the reader's own party is asked, by the policy, and the call takes answers."""
    thing = resources.solicitation(case.state.get("region"), case.state["approached"])
    return decide(case.visit.actor, a.ANSWER_CALL, thing).allowed and case.state["status"] in TAKES_ANSWERS
