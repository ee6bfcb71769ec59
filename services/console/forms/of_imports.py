"""What pages of existing rosters ask: which roster a file is, what its headings mean, what a row should say (WM 7, 18)."""

from dataclasses import replace

from services.console.forms.questions import Part, Question, Rows
from services.console.forms.support_offer import EXPERTS, SECTIONS

Q = Question
FILE: tuple[Part, ...] = (
    Q("source", needed=True, called="roster_source"),
    Rows("columns", (Q("heading"), Q("means", "choice", "roster_columns")), least=4),
    Rows("otherwise", (Q("means", "choice", "roster_columns"), Q("stands", called="stands_there")), least=3),
)


def _of_a_row(part: Part) -> Part:
    """A question of an offer as a row is asked it: who corrects one names no experts, which stay as the row has them."""
    if not isinstance(part, Rows):
        return part
    return replace(part, parts=tuple(one for one in part.parts if one != EXPERTS))


CORRECTION: tuple[Part, ...] = (
    Q("offering_parties", "several", "offerers", needed=True),
    *(_of_a_row(part) for section in SECTIONS for part in section.parts),
)
REJECTION: tuple[Part, ...] = (Q("reason", "text", needed=True),)
ANSWER: tuple[Part, ...] = (Q("answer", "choice", "row_answer", needed=True), Q("reason", "text"))
ALL: tuple[tuple[Part, ...], ...] = (FILE, CORRECTION, REJECTION, ANSWER)
"""Every form here; their labels are words of the catalogue."""
