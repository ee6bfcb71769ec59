"""How dialogue says its meetings, good practices, peer links, initiatives, calls for action, reviews and reports again (WM 6)."""

from services.dialogue.storage.calls_for_action import CallForActionRepository
from services.dialogue.storage.editions import EditionRepository
from services.dialogue.storage.initiatives import InitiativeRepository
from services.dialogue.storage.peer_links import PeerLinkRepository
from services.dialogue.storage.practices import PracticeRepository
from services.dialogue.storage.repository import MeetingRepository
from services.dialogue.storage.reviews import ReviewRepository
from services.dialogue.storage.tables import call_for_action, edition, initiative, meeting, peer_link, practice, review
from shared.contracts.calls_for_action import CallForActionRestated
from shared.contracts.dialogue import MeetingRestated, PracticeRestated
from shared.contracts.editions import EditionRestated
from shared.contracts.initiatives import InitiativeRestated
from shared.contracts.peer_links import PeerLinkRestated
from shared.contracts.reviews import ReviewRestated
from shared.runtime.federation.restating import Again, saying

RESTATED = {
    "meeting": Again(meeting.c.meeting_id, saying(MeetingRepository, MeetingRestated, "meeting")),
    "practice": Again(practice.c.practice_id, saying(PracticeRepository, PracticeRestated, "practice")),
    "link": Again(peer_link.c.link_id, saying(PeerLinkRepository, PeerLinkRestated, "link")),
    "initiative": Again(initiative.c.initiative_id, saying(InitiativeRepository, InitiativeRestated, "initiative")),
    "call_for_action": Again(
        call_for_action.c.call_for_action_id,
        saying(CallForActionRepository, CallForActionRestated, "call_for_action"),
    ),
    "review": Again(review.c.review_id, saying(ReviewRepository, ReviewRestated, "review")),
    "edition": Again(edition.c.edition_id, saying(EditionRepository, EditionRestated, "edition")),
}
