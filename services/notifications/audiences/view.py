"""What one reader may be told of an item: decided by the one policy function, cut down to the consented view (WM 17).

A party of an item is told of it in full. Everyone else gets what the requesting State agreed to show, and only that: not
the reference, not the area, not the urgency, unless they are shown. A possible offerer in a match hears of its own offer.
"""

from services.notifications.domain.items import (
    DraftItem,
    EngagementItem,
    Group,
    Known,
    MatchItem,
    MeetingItem,
    OfferItem,
    RequestItem,
    Shown,
    SolicitationItem,
    ThreadItem,
)
from services.notifications.domain.seen import Seen, Sitting
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.audience import Audience
from shared.modalities.access.match_view import Beside, match_view
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource

OFFICERS = frozenset({Role.BUREAU_OFFICER, Role.GENEVA_OFFICER})


def role_of(party: str) -> Role:
    """The role a party's own scheme gives it; an organisation has the least until it says more itself."""
    scheme, _, _ = party.partition(":")
    return {
        "iso3166": Role.STATE_AUTHORITY, "unhcr-office": Role.COUNTRY_OFFICE, "unhcr-bureau": Role.BUREAU_OFFICER,
        "unhcr": Role.GENEVA_OFFICER,
    }.get(scheme, Role.INTEGRATOR)  # fmt: skip


def reader(party: str, role: Role | None = None) -> Actor:
    """A party as the policy sees it when it is written to."""
    scheme, _, name = party.partition(":")
    region = name if scheme == "unhcr-bureau" else ("geneva" if scheme == "unhcr" else None)
    return Actor("mail", role or role_of(party), party, region)


def seen(known: Known, who: Actor, group: Group) -> Seen | None:
    """The item as the reader may see it; None when it may not know of it. ``group`` holds what belongs to the item."""
    body = known.body
    if isinstance(body, RequestItem):
        return _request(known, body, who)
    if isinstance(body, OfferItem):
        return _offer(known, body, who)
    if isinstance(body, SolicitationItem):
        return _solicitation(known, body, who, group)
    if isinstance(body, MeetingItem):
        return _meeting(known, body, who)
    if isinstance(body, EngagementItem):
        return _engagement(known, body, who)
    if isinstance(body, DraftItem):
        return _draft(known, body, who)
    if isinstance(body, ThreadItem):
        return _thread(known, body, who)
    return _match(known, body, who, group) if isinstance(body, MatchItem) else None


def _request(known: Known, body: RequestItem, who: Actor) -> Seen | None:
    thing = _thing(body)
    if decide(who, a.READ_REQUEST, thing).allowed:
        assessed = decide(who, a.READ_ASSESSMENT, thing).allowed
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="request", view="full", reference=body.reference,
            title=body.title, region=body.region, areas=body.areas, parties=body.states, urgent=body.urgent,
            status=body.status, assessed=assessed,
            opened_to=body.opened_to if assessed and body.consents else None,
        )  # fmt: skip
    if body.shown is not None and decide(who, a.READ_SHOWN_REQUEST, thing).allowed:
        return _of_shown(known, "request", body.shown, body.region)
    return None


def _of_shown(known: Known, kind: str, shown: Shown, region: str) -> Seen:
    return Seen.model_validate(
        {
            "item_id": known.item_id, "thread": known.thread, "kind": kind, "view": "shown", "title": shown.title,
            "reference": shown.reference, "urgent": shown.urgent, "parties": shown.states, "lines": shown.lines,
            "areas": tuple(dict.fromkeys(line.area for line in shown.lines)),
            # Where it is from says which State asks.
            "region": region if shown.states else None,
        }
    )  # fmt: skip


def _offer(known: Known, body: OfferItem, who: Actor) -> Seen | None:
    thing = _offered(body)
    if not decide(who, a.READ_OFFER, thing).allowed:
        return None
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="offer", view="full", reference=body.reference,
        title=body.title, region=body.region, areas=body.areas, parties=body.parties, status=body.status,
    )  # fmt: skip


def _solicitation(known: Known, body: SolicitationItem, who: Actor, group: Group) -> Seen | None:
    request = group.get(body.request_id)
    now = request.body if request is not None and isinstance(request.body, RequestItem) else None
    asks = who.party in body.states
    if asks or who.role in OFFICERS:
        thing = resources.solicitation(body.region, body.approached, body.states, body.serving)
        allowed = decide(who, a.READ_SOLICITATION, thing).allowed
        if allowed and now is None and who.role in OFFICERS and body.approached:
            # Officers of a deployment that serves some of the parties know of the request what these are shown.
            return _of_shown(known, "solicitation", body.shown, body.region)
        return _of_request(known, now) if allowed and now else None
    if who.party not in body.approached:
        return None
    if request is None or now is None:
        # The request itself is not known here yet: what was shown when they were asked.
        return _of_shown(known, "solicitation", body.shown, body.region)
    if now.shown is None or not Audience.of_words(now.audiences).admits(who.party):
        return None
    return _of_shown(known, "solicitation", now.shown, body.region)


def _of_request(known: Known, body: RequestItem) -> Seen:
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="solicitation", view="full", reference=body.reference,
        title=body.title, region=body.region, areas=body.areas, parties=body.states, urgent=body.urgent,
    )  # fmt: skip


def _match(known: Known, body: MatchItem, who: Actor, group: Group) -> Seen | None:
    thing = resources.match(body.region, ((side.party, side.role) for side in body.sides), body.serving)
    beside: dict[str, Beside] = {}
    for one in (*body.request_ids, *body.offer_ids):
        item = group[one].body if one in group else None
        if isinstance(item, RequestItem):
            beside[one] = Beside(_thing(item), shown_names(item.shown))
        elif isinstance(item, OfferItem):
            beside[one] = Beside(_offered(item))
    of_lines = [{"request_id": one, "offer_id": None} for one in body.request_ids]
    of_lines += [{"request_id": body.request_ids[0], "offer_id": one} for one in body.offer_ids]
    view = match_view(who, thing, {"lines": of_lines}, beside)
    if view is None:
        return None
    requests = [group[one].body for one in body.request_ids if one in group]
    views = [seen for one in requests if isinstance(one, RequestItem) and (seen := _request(known, one, who))]
    offers = [group[one].body for one in body.offer_ids if one in group and one in view.own_offers]
    mine = [one for one in offers if isinstance(one, OfferItem)]
    named = view.shows("requesting_states")
    full = view.whole or view.asks
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="match", view="full" if full else "shown",
        reference=body.reference if named else next((one.reference for one in mine), None),
        title=(views[0].title if views else None) or next((one.title for one in mine), None),
        region=body.region if named else None, areas=body.areas if view.shows("lines") else (),
        parties=tuple(side.party for side in body.sides if view.whole or side.party in view.named) if named else (),
        urgent=any(seen.urgent for seen in views), status=body.status,
    )  # fmt: skip


def _thing(body: RequestItem) -> Resource:
    asked = {role: [one.party for one in body.named if one.role == role] for role in ("requester", "supporter")}
    return resources.request(
        body.region, body.states, body.supporters, body.audiences,
        invited_requesters=asked["requester"], invited_supporters=asked["supporter"],
    )  # fmt: skip


def _offered(body: OfferItem) -> Resource:
    """An offer that waits for a party it names is shown to nobody beside those that stand in it (WM 18)."""
    invited = [one.party for one in body.named]
    return resources.offer(
        body.region, body.parties, "secretariat" if invited else body.visibility, invited_offerers=invited
    )


def shown_names(shown: Shown | None) -> frozenset[str]:
    """Fields of the consented view, of those that messages use."""
    if shown is None:
        return frozenset()
    given = {"title": shown.title, "reference": shown.reference, "urgent": shown.urgent, "lines": shown.lines}
    return frozenset(name for name, value in (given | {"requesting_states": shown.states}).items() if value)


def _meeting(known: Known, body: MeetingItem, who: Actor) -> Seen | None:
    thing = resources.meeting(body.region, (one.party for one in body.invited), body.moderators, body.serving)
    if not decide(who, a.READ_MEETING, thing).allowed:
        return None
    way_in = who.role in OFFICERS or who.party in body.coming()
    answer = next((one.answer for one in body.invited if one.party == who.party), "pending")
    comes = True if who.party in body.coming() else False if answer == "declined" else None
    sitting = Sitting(
        starts_at=body.starts_at, ends_at=body.ends_at, zone=body.zone, was_at=body.was_at, place=body.place,
        join_link=body.join_link if way_in else None, cancelled_because=body.cancelled_because,
        version=known.version, comes=comes,
    )  # fmt: skip
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="meeting", view="full", reference=body.reference,
        title=body.title, region=body.region, areas=body.areas, status=body.status, sitting=sitting,
    )  # fmt: skip


def _engagement(known: Known, body: EngagementItem, who: Actor) -> Seen | None:
    """What the offering side may not read of a request before it is signed is in no message either (WM 17)."""
    sides = ((s.party, s.role) for s in body.sides)
    thing = resources.engagement(body.region, sides, body.champions, body.serving, body.asked)
    if not decide(who, a.READ_ENGAGEMENT, thing).allowed:
        return None
    asks = any(one.party == who.party and one.role == "requester" for one in body.sides)
    inside = asks or who.role in OFFICERS
    # To a champion the requesting side showed nothing before both signed.
    beside = thing.stands(who.party or "", PartyRole.CHAMPION, PartyRole.ASKED_CHAMPION)
    closed = beside and not body.signed
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="engagement", view="full", reference=body.reference,
        title=body.title if inside or (body.may_be_titled and not closed) else None, region=body.region,
        areas=body.areas if inside or (body.shows_areas and not closed) else (), parties=tuple(one.party for one in body.sides),
        status=body.status,
    )  # fmt: skip


def _draft(known: Known, body: DraftItem, who: Actor) -> Seen | None:
    """Who has a hand in a draft, and nobody else (WM 8)."""
    thing = resources.draft(body.region, body.lead, body.opened_by, body.asked, body.hands)
    if not decide(who, a.READ_DRAFT, thing).allowed:
        return None
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="draft", view="full", title=body.title, region=body.region,
        parties=(body.lead,),
    )  # fmt: skip


def _thread(known: Known, body: ThreadItem, who: Actor) -> Seen | None:
    """Outside its circle there is none (WM 8)."""
    if not decide(who, a.READ_THREAD, resources.thread(body.region, body.sides)).allowed:
        return None
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="thread", view="full", reference=body.reference,
        region=body.region, parties=tuple(party for party, _ in body.sides),
    )  # fmt: skip
