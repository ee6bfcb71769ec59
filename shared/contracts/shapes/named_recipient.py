"""A recipient other than a State that a request names, and the word it gave itself (WM 10, 15.iv).

Its link with the authorities is judged by an officer; that it takes part it says itself, as supporters do. Its name is the
State's text; its registered id stands in the content only once it agreed.
"""

from datetime import datetime

from shared.contracts.event import Shape
from shared.contracts.shapes.named_party import SignedPaper, Word
from shared.contracts.shapes.values import PartyId, Text, Title


class NamedRecipient(Shape):
    """One recipient with its own word. Without a registered id it is asked by nobody here: its word comes on paper."""

    name: Title
    party: PartyId | None = None
    answer: Word = "pending"
    asked_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None = None
    reason: Text | None = None
    on_paper: SignedPaper | None = None
