"""What is listed and read by the declaration of its kind: good practices, peer links, initiatives, calls for action, reviews, editions of reports, contacts (WM 1, 5, 6, 7, 11, 20, 21)."""

from services.dialogue.actions.call_for_action import CALL_FOR_ACTION
from services.dialogue.actions.edition import EDITION
from services.dialogue.actions.initiative import INITIATIVE
from services.dialogue.actions.liaison import LIAISON
from services.dialogue.actions.peer_link import LINK
from services.dialogue.actions.practice import PRACTICE
from services.dialogue.actions.review import REVIEW
from services.dialogue.storage.calls_for_action import CallForActionRepository
from services.dialogue.storage.editions import EditionRepository
from services.dialogue.storage.initiatives import InitiativeRepository
from services.dialogue.storage.liaisons import LiaisonRepository
from services.dialogue.storage.peer_links import PeerLinkRepository
from services.dialogue.storage.practices import PracticeRepository
from services.dialogue.storage.reviews import ReviewRepository
from shared.application.reading import Listed

PRACTICES = Listed(PRACTICE, lambda one: one.practice_id, lambda connection: PracticeRepository(connection).page)
LINKS = Listed(LINK, lambda one: one.link_id, lambda connection: PeerLinkRepository(connection).latest_first)
INITIATIVES = Listed(
    INITIATIVE, lambda one: one.initiative_id, lambda connection: InitiativeRepository(connection).latest_first, 50
)
CALLS_FOR_ACTION = Listed(
    CALL_FOR_ACTION,
    lambda one: one.call_for_action_id,
    lambda connection: CallForActionRepository(connection).latest_first,
    50,
)
LIAISONS = Listed(
    LIAISON, lambda one: one.liaison_id, lambda connection: LiaisonRepository(connection).latest_first, 100
)
REVIEWS = Listed(REVIEW, lambda one: one.review_id, lambda connection: ReviewRepository(connection).latest_first)
EDITIONS = Listed(
    EDITION, lambda one: one.edition_id, lambda connection: EditionRepository(connection).latest_first, 50
)
"""Fewer at once: an edition holds its figures, each with the things behind it."""
