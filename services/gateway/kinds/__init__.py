"""Kinds of items in the read model: a file says what the gateway knows of one. Lists of kinds follow from these.

How a kind is added: a file here, and its row below; a migration that lets the table of items have it.
"""

from collections.abc import Mapping

from services.gateway.kinds import (
    commitment,
    delivery,
    engagement,
    match,
    meeting,
    need,
    offer,
    request,
    solicitation,
    thread,
)
from services.gateway.kinds.kind import RowKind

KINDS: tuple[RowKind, ...] = (
    request.KIND,
    offer.KIND,
    match.KIND,
    solicitation.KIND,
    engagement.KIND,
    meeting.KIND,
    commitment.KIND,
    delivery.KIND,
    need.KIND,
    thread.KIND,
)
"""In the order in which an item is looked for by a reference: what has one of its own before what has its request's."""
BY_NAME: Mapping[str, RowKind] = {kind.name: kind for kind in KINDS}
