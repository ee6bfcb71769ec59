"""What dialogue keeps and readers of other deployments may ask for (WM 4, 5, 6, 11, 21)."""

import sqlalchemy as sa

from services.dialogue.storage.tables import (
    call_for_action,
    edition,
    initiative,
    meeting,
    metadata,
    peer_link,
    practice,
    review,
)
from shared.contracts.calls_for_action import CallForActionOpened
from shared.contracts.dialogue import MeetingConvened, PracticeProposed
from shared.contracts.editions import EditionOpened
from shared.contracts.initiatives import InitiativeOpened
from shared.contracts.peer_links import PeerLinkWished
from shared.contracts.reviews import ReviewAsked
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(meeting.c.meeting_id, sa.Text).label("id")
_ROWS = sa.select(_ID, meeting.c.version, meeting.c.state)
_PRACTICE = sa.select(sa.cast(practice.c.practice_id, sa.Text).label("id"), practice.c.version, practice.c.state)
_LINK = sa.select(sa.cast(peer_link.c.link_id, sa.Text).label("id"), peer_link.c.version, peer_link.c.state)
_INITIATIVE = sa.select(
    sa.cast(initiative.c.initiative_id, sa.Text).label("id"), initiative.c.version, initiative.c.state
)
_CALL = sa.select(
    sa.cast(call_for_action.c.call_for_action_id, sa.Text).label("id"),
    call_for_action.c.version,
    call_for_action.c.state,
)
_REVIEW = sa.select(sa.cast(review.c.review_id, sa.Text).label("id"), review.c.version, review.c.state)
_EDITION = sa.select(sa.cast(edition.c.edition_id, sa.Text).label("id"), edition.c.version, edition.c.state)

KEPT = (
    KeptAggregate("meeting", MeetingConvened.wire_type, "meeting", _ROWS, meeting.c.meeting_id),
    KeptAggregate("link", PeerLinkWished.wire_type, "link", _LINK, peer_link.c.link_id),
    KeptAggregate("initiative", InitiativeOpened.wire_type, "initiative", _INITIATIVE, initiative.c.initiative_id),
    KeptAggregate(
        "call_for_action", CallForActionOpened.wire_type, "call_for_action", _CALL, call_for_action.c.call_for_action_id
    ),
    KeptAggregate("review", ReviewAsked.wire_type, "review", _REVIEW, review.c.review_id),
    KeptAggregate("edition", EditionOpened.wire_type, "edition", _EDITION, edition.c.edition_id),
    KeptAggregate("practice", PracticeProposed.wire_type, "practice", _PRACTICE, practice.c.practice_id),
)
