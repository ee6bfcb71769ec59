"""Each thing of the mechanism as the policy sees it: the one place that says which party stands in what, and as what.

``of_<kind>`` reads a state as its owner keeps it; ``<kind>`` takes the same said in single values, for readers that keep a
part of the state. Owners, gateway, notifications and federation make their resources here, and those of good practices in
``practices``, those of rosters that are taken in in ``imports``, of thematic projects in ``projects``, those of peer links in ``links``, of initiatives in ``initiatives``, of calls for action in ``calls_for_action``, of contacts in ``liaisons``, of reports in ``editions``, and nowhere else; a test keeps it so.
"""

from collections.abc import Iterable, Mapping

from shared.modalities.access.audience import TO_OFFERERS, Audience
from shared.modalities.access.recipients import having_said
from shared.modalities.access.resource import PartyRole, Resource, in_roles
from shared.modalities.access.states import (
    Commitment,
    Draft,
    Engagement,
    Match,
    Meeting,
    NewOffer,
    NewRequest,
    Offer,
    Request,
    Review,
    Solicitation,
    Thread,
    awaited,
)

SHOWN_BY_VISIBILITY: Mapping[str, frozenset[str]] = {
    "public": frozenset({"public"}),
    "mechanism": frozenset({"offerers"}),
    "secretariat": frozenset(),
}
"""Whom an offerer shows its offer to (WM 18)."""

BESIDE = {"accepted": PartyRole.CHAMPION, "pending": PartyRole.ASKED_CHAMPION}
_GROUPS_OWN = frozenset({"opened", "consulting", "concluded"})
"""Statuses of a review that the whole group reads."""
_IN_THREAD = (PartyRole.REQUESTER, PartyRole.OFFERER, PartyRole.APPROACHED, PartyRole.INVITED)
"""Sides of threads, called as in the thing that a thread is about."""
_SIDES = {"requester": PartyRole.REQUESTING_SIDE, "offerer": PartyRole.OFFERING_SIDE}


def of_deployment(region: str | None) -> Resource:
    """A thing of a deployment in which no party stands."""
    return Resource(region)


def shown_to_all() -> Resource:
    """An announcement: what its parties show to everybody (WM 17)."""
    return Resource(shown_to=frozenset({"public"}))


def of_party(party: str, region: str | None = None) -> Resource:
    """What one party keeps for itself or is told: a webhook, a mailbox, a token, an inbox, a delivery, a deadline.

    An empty party: everybody's, which nobody reads by standing in it.
    """
    whose = [party] if party else []
    return Resource(region, in_roles({PartyRole.OWNER: whose, PartyRole.RECIPIENT: whose}))


def stored(region: str, roles: Iterable[str], shown_to: Iterable[str] = (), serving: Iterable[str] = ()) -> Resource:
    """A resource from the columns of a row that was made by one of the functions here."""
    return Resource(region, frozenset(roles), frozenset(shown_to), frozenset(serving))


def request(
    region: str | None,
    requesters: Iterable[str],
    supporters: Iterable[str] = (),
    shown_to: Iterable[str] = (),
    *,
    lead: str | None = None,
    invited_requesters: Iterable[str] = (),
    invited_supporters: Iterable[str] = (),
    recipients: Iterable[str] = (),
    invited_recipients: Iterable[str] = (),
) -> Resource:
    """A support request. ``requesters`` said themselves that they ask; who is named and has not said so is invited."""
    named = {
        PartyRole.LEAD_REQUESTER: [lead] if lead else [],
        PartyRole.REQUESTER: requesters,
        PartyRole.INVITED_REQUESTER: invited_requesters,
        PartyRole.SUPPORTER: supporters,
        PartyRole.INVITED_SUPPORTER: invited_supporters,
        PartyRole.NON_STATE_RECIPIENT: recipients,
        PartyRole.INVITED_RECIPIENT: invited_recipients,
    }
    return Resource(region, in_roles(named), frozenset(shown_to))


def of_request(state: Request) -> Resource:
    """A support request (WM 3, 8, 10, 15.v)."""
    shown = () if state.shown is None or state.handed_over_to is not None else Audience.of(state.shown).words
    asking = state.content.requesting_states
    return request(
        state.region, asking, state.content.supporters, shown, lead=asking[0],
        invited_requesters=awaited(state.named, "requester"), invited_supporters=awaited(state.named, "supporter"),
        recipients=having_said(state.recipients, "agreed"), invited_recipients=having_said(state.recipients, "pending"),
    )  # fmt: skip


def of_new_request(region: str, content: NewRequest) -> Resource:
    """What is about to be submitted: its lead speaks for itself, the others are asked (WM 15.v, 3)."""
    lead, *others = content.requesting_states
    return request(region, [lead], lead=lead, invited_requesters=others, invited_supporters=content.supporters)


def draft(
    region: str | None,
    lead: str,
    opened_by: str = "",
    asked: Iterable[str] = (),
    hands: Iterable[tuple[str, str]] = (),
) -> Resource:
    """A request while it is prepared (WM 8). ``asked``: States beside the lead that were asked to sign; ``hands``: parties
    with ``editor`` or ``commenter``. Whom its text names and nobody asked stands in it as nothing.
    """
    named: dict[PartyRole, list[str]] = {
        PartyRole.LEAD_REQUESTER: [lead],
        PartyRole.OWNER: [opened_by] if opened_by else [],
        PartyRole.INVITED_REQUESTER: [*asked],
    }
    for party, role in hands:
        named.setdefault(PartyRole(role), []).append(party)
    return Resource(region, in_roles(named))


def of_draft(state: Draft) -> Resource:
    """A draft (WM 3, 8, 15.v)."""
    hands = ((one.party, one.role) for one in state.hands)
    return draft(state.region, state.lead, state.opened_by, state.asked, hands)


def offer(
    region: str | None,
    offerers: Iterable[str],
    visibility: str = "secretariat",
    *,
    lead: str | None = None,
    invited_offerers: Iterable[str] = (),
) -> Resource:
    """A support offer. ``offerers`` said themselves that they offer."""
    named = {
        PartyRole.LEAD_OFFERER: [lead] if lead else [],
        PartyRole.OFFERER: offerers,
        PartyRole.INVITED_OFFERER: invited_offerers,
    }
    return Resource(region, in_roles(named), SHOWN_BY_VISIBILITY[visibility])


def of_offer(state: Offer) -> Resource:
    """A support offer (WM 7, 18). What was handed over is history, shown to nobody (WM 6); so is, before they answered,
    what names others.
    """
    offering = state.content.offering_parties
    invited = awaited(state.named, "offerer")
    visibility = "secretariat" if invited or state.handed_over_to is not None else state.content.visibility
    return offer(state.region, offering, visibility, lead=offering[0], invited_offerers=invited)


def of_new_offer(region: str, content: NewOffer) -> Resource:
    """What is about to be listed: its lead speaks for itself, the others are asked."""
    lead, *others = content.offering_parties
    return offer(region, [lead], lead=lead, invited_offerers=others)


def match(region: str | None, sides: Iterable[tuple[str, str]], serving: Iterable[str] = ()) -> Resource:
    """A match; ``sides`` are parties with ``requester`` or ``offerer`` (WM 11)."""
    named: dict[PartyRole, list[str]] = {role: [] for role in _SIDES.values()}
    for party, role in sides:
        named[_SIDES[role]].append(party)
    return Resource(region, in_roles(named), serving=frozenset(serving))


def of_match(state: Match) -> Resource:
    """A match (WM 11); deployments whose offers are in it serve it."""
    sides = ((side.party, side.role) for side in state.sides)
    return match(state.region, sides, (held.offer_region for held in state.reservations))


def engagement(
    region: str | None,
    sides: Iterable[tuple[str, str]],
    champions: Iterable[tuple[str, str]] = (),
    serving: Iterable[str] = (),
    asked: Iterable[str] = (),
) -> Resource:
    """An engagement; ``champions`` are parties with their answer: one that was asked and has not said so is no champion.

    ``asked``: parties that a notice names and that have not answered: no sides either.
    """
    named: dict[PartyRole, list[str]] = {role: [] for role in (*_SIDES.values(), *BESIDE.values())}
    for party, role in sides:
        named[_SIDES[role]].append(party)
    for party, answer in champions:
        if answer in BESIDE:
            named[BESIDE[answer]].append(party)
    named[PartyRole.ASKED_SIDE] = list(asked)
    return Resource(region, in_roles(named), serving=frozenset(serving))


def of_engagement(state: Engagement) -> Resource:
    """An engagement (WM 2, 11, 19); deployments of its offers and of its sides serve it."""
    sides = [(one.party, one.role) for one in state.sides]
    serving = {one.offer_region for one in state.lines} | {one.region for one in state.sides if one.region is not None}
    asked = [one for one in state.asked_sides if one.answer == "pending"]
    serving |= {one.region for one in asked if one.region is not None}
    champions = ((one.party, one.answer) for one in state.champions)
    return engagement(state.region, sides, champions, serving - {state.region}, (one.party for one in asked))


def need(region: str | None, requesters: Iterable[str]) -> Resource:
    """What is still open of a request: its States' and their officers' (WM 16)."""
    return request(region, requesters)


def solicitation(
    region: str | None, approached: Iterable[str], requesters: Iterable[str] = (), serving: Iterable[str] = ()
) -> Resource:
    """A call for offers (WM 17). ``approached``: to whom it is shown, nobody once it is recalled."""
    named = {PartyRole.APPROACHED: approached, PartyRole.REQUESTER: requesters}
    return Resource(region, in_roles(named), serving=frozenset(serving))


def of_solicitation(region: str, state: Solicitation) -> Resource:
    """A call for offers (WM 17); the deployments that serve a party that was asked serve it, to hear also of its end."""
    return solicitation(region, state.approached, state.requesting_states, state.serving())


def commitment(region: str | None, party: str) -> Resource:
    """An own commitment, shown to all as a pledge (WM 13)."""
    return Resource(region, in_roles({PartyRole.COMMITTED: [party]}), frozenset({"public"}))


def of_commitment(state: Commitment) -> Resource:
    """An own commitment (WM 13)."""
    return commitment(state.region, state.content.party)


def of_new_commitment(party: str) -> Resource:
    """An own commitment that is about to be recorded."""
    return Resource(None, in_roles({PartyRole.COMMITTED: [party]}))


def meeting(
    region: str | None, invited: Iterable[str], moderators: Iterable[str] = (), serving: Iterable[str] = ()
) -> Resource:
    """A meeting (WM 4, 5)."""
    named = {PartyRole.INVITED: invited, PartyRole.MODERATOR: moderators}
    return Resource(region, in_roles(named), serving=frozenset(serving))


def of_meeting(state: Meeting) -> Resource:
    """A meeting (WM 4, 5); the deployments of invited parties serve it."""
    invited, moderators = (one.party for one in state.invitations), (one.party for one in state.moderators)
    return meeting(state.region, invited, moderators, state.serving())


def review(
    region: str | None, asked_by: str | None = None, status: str = "opened", serving: Iterable[str] = ()
) -> Resource:
    """A review of the terms (WM 21). Paragraph 21 has the terms reviewed "as requested by interested stakeholders", and by
    paragraph 4 improving them is talked of by all who take part: so once it is opened it is the whole group's, as a standing
    offer to the mechanism is (WM 7, 18), and each party reads what the others propose. What is only asked, declined or due is
    between who asked and the officers.
    """
    shown = TO_OFFERERS if status in _GROUPS_OWN else frozenset[str]()
    return Resource(region, in_roles({PartyRole.OWNER: [asked_by] if asked_by else []}), shown, frozenset(serving))


def of_review(state: Review) -> Resource:
    """A review (WM 21); the deployments of parties that it concerns serve it."""
    return review(state.region, state.asked_by, state.status, state.serving())


def thread(region: str | None, sides: Iterable[tuple[str, str]]) -> Resource:
    """A thread (WM 8); ``sides``: parties in its circle with their role, none in one for the Secretariat alone."""
    named: dict[PartyRole, list[str]] = {role: [] for role in _IN_THREAD}
    for party, role in sides:
        # A side that a later release knows lets nobody in here: neither its party, nor by a fault that stops the others.
        if role in _IN_THREAD:
            named[PartyRole(role)].append(party)
    return Resource(region, in_roles(named))


def of_thread(state: Thread) -> Resource:
    """A thread (WM 8). A twin never tells of it, so no other deployment serves it."""
    return thread(state.region, ((one.party, one.role) for one in state.sides))
