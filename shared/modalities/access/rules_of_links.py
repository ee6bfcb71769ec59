"""Who may do what with a peer link: rows of the policy's table (WM 1, 20)."""

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import (
    anyone,
    as_peer,
    as_peer_or_asked,
    as_peer_or_past,
    beside_the_link,
    country_links,
    own_region,
    serving,
    shown_to_public,
)
from shared.modalities.access.rule import BUREAU, GENEVA, OFFICE, PARTIES, Rule, rows

_READING = (a.READ_LINK, a.READ_LINK_WHOLE)

OF_LINKS: tuple[Rule, ...] = (
    # A party wishes a link, enters it, records, shows and leaves it for itself alone; officers bring peers together, and answer for nobody.
    *rows(as_peer, PARTIES, a.WISH_LINK, a.RECORD_EXCHANGE, a.LEAVE_LINK),
    *rows(as_peer_or_asked, PARTIES, a.ANSWER_LINK),
    *rows(as_peer_or_past, PARTIES, a.ANSWER_LINK_PUBLICATION),
    *rows(beside_the_link, PARTIES, a.READ_LINK),
    *rows(country_links, (OFFICE,), a.READ_LINK),
    *rows(own_region, (BUREAU, GENEVA), a.WISH_LINK, a.INTRODUCE_PEERS, a.WITHDRAW_LINK),
    *rows(own_region, (BUREAU,), *_READING),
    *rows(serving, (BUREAU,), *_READING),
    *rows(anyone, (GENEVA,), *_READING),
    *rows(shown_to_public, tuple(Role), a.READ_LINK),
)
