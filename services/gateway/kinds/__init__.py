"""Kinds of items in the read model: a file says what the gateway knows of one. Lists of kinds follow from these.

How a kind is added: a file here, and its row below; a migration that lets the table of items have it.
"""

from collections.abc import Mapping

from services.gateway.kinds import (
    assessment,
    call_for_action,
    commitment,
    crisis,
    delivery,
    edition,
    engagement,
    expert,
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
from services.gateway.kinds.kind import RowKind

KINDS: tuple[RowKind, ...] = (
    request.KIND,
    offer.KIND,
    match.KIND,
    solicitation.KIND,
    engagement.KIND,
    meeting.KIND,
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
    delivery.KIND,
    need.KIND,
    thread.KIND,
    practice.KIND,
    initiative.KIND,
    call_for_action.KIND,
    liaison.KIND,
    link.KIND,
)
"""In the order in which an item is looked for by a reference: what has one of its own before what has its request's."""
BY_NAME: Mapping[str, RowKind] = {kind.name: kind for kind in KINDS}
