"""WM 8: what is said in a thread is for its circle alone, while the thread is open and the question stands."""

from datetime import date, datetime

from shared.contracts.shapes.thread import ThreadQuestion, ThreadState
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.modalities.paragraphs import P8


def while_open(state: ThreadState) -> None:
    """Raises Conflict once the thing went to another deployment: its threads go on there."""
    if state.status != "open":
        raise Conflict("thread_closed", "The thing went to another deployment, and its threads go on there", P8)


def in_the_circle(state: ThreadState, by: str, asked_of: str, due_on: date, now: datetime) -> None:
    """Raises Invalid naming every fault of a question: it asks a side of the circle, not one's own, by a day to come.

    In a thread of the Secretariat alone it asks itself.
    """
    while_open(state)
    faults, there = [], {SECRETARIAT_SIDE, *(side.role for side in state.sides)}
    if asked_of not in there:
        faults.append(Fault("/asked_of", f"is none of {', '.join(sorted(there))}", "not_in_circle"))
    elif asked_of == by and len(there) > 1:
        faults.append(Fault("/asked_of", "is one's own side", "own_side"))
    if due_on < now.date():
        faults.append(Fault("/due_on", "has passed", "in_the_past"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P8)


def still_open(state: ThreadState, question_id: str) -> ThreadQuestion:
    """The question. Raises NotFound, and Conflict when it waits for no answer."""
    while_open(state)
    found = next((one for one in state.questions if one.question_id == question_id), None)
    if found is None:
        raise NotFound("not_found", "There is no such question")
    if found.status == "answered":
        raise Conflict("question_answered", "The question has been answered", P8)
    if found.status == "withdrawn":
        raise Conflict("question_withdrawn", "The question was taken back", P8)
    return found
