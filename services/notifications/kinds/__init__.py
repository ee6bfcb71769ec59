"""Kinds of items: one file, or folder, says everything that notifications knows about one. Every list of kinds follows from these.

How a kind is added: a file here, and its row below; its words in six languages in ``wording``.
"""

from services.notifications.kinds import (
    assessment,
    call_for_action,
    commitment,
    crisis,
    draft,
    edition,
    engagement,
    expert,
    fitting,
    initiative,
    liaison,
    link,
    match,
    meeting,
    national_plan,
    need,
    offer,
    organisation,
    package,
    practice,
    project,
    request,
    review,
    solicitation,
    thread,
    warning,
)
from services.notifications.kinds.kind import ItemKind

KINDS: tuple[ItemKind, ...] = (
    request.KIND,
    match.KIND,
    solicitation.KIND,
    fitting.KIND,
    offer.KIND,
    engagement.KIND,
    meeting.KIND,
    draft.KIND,
    thread.KIND,
    practice.KIND,
    initiative.KIND,
    link.KIND,
    call_for_action.KIND,
    liaison.KIND,
    review.KIND,
    crisis.KIND,
    warning.KIND,
    edition.KIND,
    project.KIND,
    package.KIND,
    expert.KIND,
    organisation.KIND,
    assessment.KIND,
    national_plan.KIND,
    commitment.KIND,
    need.KIND,
)
"""In the order in which an overview tells them."""
