"""What pages of a draft at its owner ask (WM 3, 8, 15.v)."""

from services.console.forms.of_engagements import PAPER, REASON
from services.console.forms.questions import Part, Question

Q = Question
READ: tuple[Part, ...] = (Q("digest", "hidden"),)
"""Which text was read: another one is neither signed nor endorsed."""
HAND: tuple[Part, ...] = (
    Q("party", "choice", "offerers", needed=True),
    Q("role", "choice", "hand_role", needed=True, called="hand_role"),
)
HAND_END: tuple[Part, ...] = (Q("party", "choice", "hands", needed=True),)
COMMENT: tuple[Part, ...] = (
    Q("place", "choice", "places", called="which_part"),
    Q("text", "text", needed=True, called="comment"),
)
RESOLUTION: tuple[Part, ...] = (Q("comment", "choice", "comments", needed=True),)
SIGNATURE: tuple[Part, ...] = (Q("post", needed=True), *READ)
PAPER_SIGNED: tuple[Part, ...] = (*READ, *PAPER, Q("post", needed=True))
DROP = REASON
ALL: tuple[tuple[Part, ...], ...] = (HAND, HAND_END, COMMENT, RESOLUTION, SIGNATURE, PAPER_SIGNED, DROP)
"""Every form here; their labels are words of the catalogue."""
