"""Who owes the next step of an item: the rules of ``shared.modalities.steps`` over what is known of it.

It is made anew from the whole group after each event, so it does not matter in which order topics arrive; a step that is
gone from the answer was taken.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from services.notifications.domain.items import Group, Known
from shared.contracts.owed import Owed
from shared.modalities.paragraphs import Paragraph
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True)
class Owing:
    """A step with the item it is of, as notifications knows it."""

    step: Step
    known: Known

    @property
    def owed(self) -> Owed:
        """What is owed."""
        return cast(Owed, self.step.code)

    @property
    def party(self) -> str:
        """Who owes it."""
        return self.step.party

    @property
    def due_at(self) -> datetime:
        """Until when."""
        return self.step.due_at

    @property
    def paragraph(self) -> Paragraph:
        """On which paragraph."""
        return self.step.paragraph

    @property
    def served_by(self) -> str:
        """The deployment that tells the party, and so reminds it."""
        return self.step.region or self.known.body.region

    @property
    def deadline_id(self) -> str:
        """Identity of the deadline: what, of which item, by whom."""
        return f"{self.owed}:{self.known.item_id}:{self.party}"


def owed(group: Group, limits: Limits, now: datetime | None = None) -> tuple[Owing, ...]:
    """Every step that is owed in a group of items of one request; ``now`` leaves out what lapsed before.

    What begins later is among them: a calendar has it before there is anything to do.
    """
    found = [Owing(step, known) for known in group.values() for step in known.body.steps(known, group, limits)]
    return tuple(one for one in found if now is None or one.step.ends_at is None or now < one.step.ends_at)
