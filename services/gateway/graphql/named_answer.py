"""The word of a party that a request or an offer names, as mutations take it (WM 3, 15.v, 18)."""

import datetime
from typing import Any

import strawberry


@strawberry.input(name="SignedPaper")
class SignedPaperInput:
    """A paper that the party signed, recorded by its country office or bureau."""

    reference: str
    signed_on: datetime.date


@strawberry.input
class NamedAnswer:
    """``answer``: agreed, declined, or left."""

    party: str
    answer: str
    reason: str | None = None
    on_paper: SignedPaperInput | None = None

    def body(self) -> dict[str, Any]:
        """As the owner takes it."""
        return {"party": self.party, "answer": self.answer, "reason": self.reason, "on_paper": _signed(self.on_paper)}


@strawberry.input
class RecipientAnswer:
    """Of a recipient as the request names it. ``answer``: agreed, declined, or left (WM 10)."""

    recipient: str
    answer: str
    reason: str | None = None
    on_paper: SignedPaperInput | None = None

    def body(self) -> dict[str, Any]:
        """As the owner takes it."""
        signed = _signed(self.on_paper)
        return {"recipient": self.recipient, "answer": self.answer, "reason": self.reason, "on_paper": signed}


def _signed(paper: SignedPaperInput | None) -> dict[str, str] | None:
    return {"reference": paper.reference, "signed_on": paper.signed_on.isoformat()} if paper else None
