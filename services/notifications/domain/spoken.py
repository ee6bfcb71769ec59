"""Words that one party wrote to others: feedback, the reason of a decision, the message of a call for offers, what stands in
a thread (WM 8, 15, 17).

They go to those they are for, in the role that the event gives them, and to nobody else: not to who follows an item by a
subscription. What its reader may see of the item when it is said decides again: who may not see the assessment hears no
word of it, and with an item that is not shown any more its words are gone.
"""

from shared.contracts.event import Shape


class Spoken(Shape):
    """One text as it was written. ``kind``: a form that a kind of item declares; ``paragraph``: of which a comment is."""

    kind: str
    text: str
    paragraph: str | None = None
