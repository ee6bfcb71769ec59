"""What an officer found of the link between a recipient other than a State and the national authorities (WM 10, 15.iv)."""

from typing import Literal

from shared.contracts.event import Shape
from shared.contracts.shapes.values import Text, Title

LinkFound = Literal["satisfied", "not_satisfied", "question"]


class RecipientLink(Shape):
    """An officer's finding on one recipient: whether it works in a project with the authorities. Never the State's word."""

    recipient: Title
    outcome: LinkFound
    comment: Text
