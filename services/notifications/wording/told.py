"""Why somebody was told of an event, or was not, as a sentence in a reader's language; one catalogue with the mails (WM 6)."""

from services.notifications.actions.explain import Explanation
from services.notifications.audiences.table import ROLE_OF
from services.notifications.domain.why_codes import WHY_CODES
from services.notifications.wording import direction
from services.notifications.wording.catalogue import words

GROUNDS = frozenset(ROLE_OF.values())


def sentence(one: Explanation, language: str) -> str:
    """What the answer means, and on which ground the reader hears of such events.

    A code that an older release wrote and that nobody has words for any more stands as it is.
    """
    said = words(language)
    parts = [said.say(f"told.{one.code}") if one.code in WHY_CODES else one.code]
    if one.subscription is not None:
        parts.append(said.say("why.subscription", name=direction.foreign(said, one.subscription)))
    elif one.ground in GROUNDS:
        parts.append(said.say(f"why.{one.ground}"))
    return " ".join(parts)
