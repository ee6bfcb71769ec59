"""A meeting through its life (WM 4, 5). Pure: state in, state out."""

from collections.abc import Callable
from datetime import datetime, timedelta

from services.dialogue.domain.agreed_actions import followed
from services.dialogue.domain.invitations_stand import invitations_stand
from services.dialogue.domain.no_person_named import no_person_named
from services.dialogue.domain.while_convened import before_it_begins, while_convened
from shared.contracts.dialogue import Changed
from shared.contracts.shapes.meeting import (
    Answer,
    CarriedAction,
    Invitation,
    MeetingContent,
    MeetingRecord,
    MeetingSeries,
    MeetingState,
    Moderator,
    ModeratorFinding,
    Volunteer,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, twice
from shared.modalities.paragraphs import P4, P5

Serving = Callable[[str], str | None]
"""From a party to the deployment that tells it; None: the meeting's own."""

LONGEST = timedelta(days=14)
"""No meeting lasts longer."""

_PARTS: dict[Changed, frozenset[str]] = {
    "time": frozenset({"starts_at", "ends_at", "time_zone"}),
    "place": frozenset({"format", "place", "join_link"}),
    "agenda": frozenset({"agenda"}),
    "invited": frozenset({"invited"}),
    "registration": frozenset({"registration_closes_at"}),
}


def _checked(content: MeetingContent, after: datetime | None) -> None:
    """Raises Invalid for what contradicts itself, and for what would lie before a moment, naming every fault."""
    closes, faults = content.registration_closes_at, []
    if after is not None:
        moments = (("starts_at", content.starts_at), ("registration_closes_at", closes))
        faults += [Fault(f"/{name}", "has passed", "in_the_past") for name, at in moments if at and at <= after]
    if not content.starts_at < content.ends_at <= content.starts_at + LONGEST:
        faults.append(Fault("/ends_at", f"must lie after starts_at, {LONGEST.days} days at most", "out_of_order"))
    if closes is not None and closes > content.starts_at:
        faults.append(Fault("/registration_closes_at", "lies after starts_at", "out_of_order"))
    if content.format != "online" and content.place is None:
        faults.append(Fault("/place", "a meeting in person needs a place", "place_needed"))
    faults += twice("/invited/{n}", content.invited)
    faults += twice("/agenda/{n}", [one.item_id for one in content.agenda])
    if faults:
        raise Invalid(tuple(faults), paragraph=P4)


def convened(
    content: MeetingContent, meeting_id: str, reference: str, region: str, now: datetime, serving: Serving
) -> MeetingState:
    """A new meeting. Raises Invalid."""
    _checked(content, now)
    return MeetingState(
        meeting_id=meeting_id,
        reference=reference,
        region=region,
        status="convened",
        content=content,
        convened_at=now,
        invitations=tuple(Invitation(party=party, region=serving(party)) for party in content.invited),
    )


def following(
    last: MeetingState, new: MeetingState, still_open: Callable[[CarriedAction], bool], most: int = 200
) -> MeetingState:
    """A new meeting in its place after the last one, with what is open of that and, of what that carried, what is open still."""
    place = last.series or MeetingSeries(series_id=last.meeting_id, number=2, previous_id=last.meeting_id)
    if last.series is not None:
        place = place.model_copy(update={"number": last.series.number + 1, "previous_id": last.meeting_id})
    own = [CarriedAction(meeting_id=last.meeting_id, action_id=one.action_id or "") for one in last.to_do()]
    carried = (*(one for one in last.carried if still_open(one)), *own)
    return new.model_copy(update={"series": place, "carried": carried[:most]})


def changed(
    state: MeetingState, content: MeetingContent, now: datetime, serving: Serving
) -> tuple[MeetingState, tuple[Changed, ...]]:
    """The meeting with new content, and what changed. Who answered has answered. Raises Conflict, Invalid."""
    before_it_begins(state, now)
    invitations_stand(state, content)
    before, after = state.content.model_dump(), content.model_dump()
    fields = {name for name in after if after[name] != before[name]}
    _checked(content, now if fields & {"starts_at", "registration_closes_at"} else None)
    named: list[Changed] = [part for part, its in _PARTS.items() if fields & its]
    if fields - frozenset().union(*_PARTS.values()):
        named.append("content")
    if not named:
        raise Conflict("nothing_changed", "The meeting is as it was", P4)
    known = {one.party: one for one in state.invitations}
    invitations = tuple(known.get(p) or Invitation(party=p, region=serving(p)) for p in content.invited)
    return state.model_copy(update={"content": content, "invitations": invitations}), tuple(named)


def cancelled(state: MeetingState, reason: str) -> MeetingState:
    """The meeting does not take place. Raises Conflict."""
    while_convened(state)
    return state.model_copy(update={"status": "cancelled", "cancelled_because": reason})


def moderated(
    state: MeetingState, moderators: tuple[Moderator, ...], reason: str, findings: tuple[ModeratorFinding, ...]
) -> MeetingState:
    """The meeting with those an officer chose (WM 5). Raises Conflict, Invalid."""
    while_convened(state)
    faults = twice("/moderators/{n}", [one.party for one in moderators])
    said = {one.party for one in state.volunteers} | {m.party for m in state.moderators if m.came == "volunteered"}
    faults += [
        Fault(f"/moderators/{n}/came", f"'{one.party}' has not volunteered", "not_volunteered")
        for n, one in enumerate(moderators)
        if one.came == "volunteered" and one.party not in said
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P5)
    return state.model_copy(update={"moderators": moderators, "moderators_reason": reason, "findings": findings})


def answered(
    state: MeetingState, party: str, answer: Answer, delegates: int | None, language: str | None, now: datetime
) -> MeetingState:
    """The meeting with a party's answer (WM 4). Raises Conflict, NotPermitted."""
    while_convened(state)
    if now >= state.content.answer_until:
        raise Conflict("registration_closed", "Registration for this meeting has closed", P4)
    if party not in state.content.invited:
        raise NotPermitted("not_invited", "The party is not invited to this meeting", P4)
    comes = answer == "registered"
    said = {
        "answer": answer,
        "answered_at": now,
        "delegates": delegates if comes else None,
        "language": language if comes else None,
    }
    invitations = tuple(one.model_copy(update=said) if one.party == party else one for one in state.invitations)
    return state.model_copy(update={"invitations": invitations})


def volunteered(state: MeetingState, volunteer: Volunteer) -> MeetingState:
    """The meeting with a party that would moderate it, by its own word; said anew, its last word counts (WM 5).

    Raises Conflict, NotPermitted, Invalid.
    """
    while_convened(state)
    if volunteer.party not in state.content.invited:
        raise NotPermitted("not_invited", "The party is not invited to this meeting", P5)
    if faults := tuple(no_person_named("/words", volunteer.words or "")):
        raise Invalid(faults, paragraph=P5)
    others = tuple(one for one in state.volunteers if one.party != volunteer.party)
    return state.model_copy(update={"volunteers": (*others, volunteer)})


def volunteered_no_more(state: MeetingState, party: str) -> MeetingState:
    """The meeting without a party's offer to moderate, and without it as moderator where it was chosen for that (WM 5).

    Raises Conflict.
    """
    while_convened(state)
    if not any(one.party == party for one in state.volunteers):
        raise Conflict("not_volunteered", "The party has not volunteered", P5)
    volunteers = tuple(one for one in state.volunteers if one.party != party)
    stay = tuple(one for one in state.moderators if one.party != party or one.came != "volunteered")
    gone = {} if stay else {"moderators_reason": None, "findings": ()}
    return state.model_copy(update={"volunteers": volunteers, "moderators": stay, **gone})


def held(state: MeetingState, record: MeetingRecord, now: datetime) -> MeetingState:
    """The meeting with what came of it (WM 4); a record may be mended. What a party said of its action stays with it.

    Raises Conflict, Invalid.
    """
    if state.status == "cancelled":
        raise Conflict("meeting_cancelled", "The meeting was cancelled", P4)
    if now < state.content.starts_at:
        raise Conflict("not_begun", "The meeting has not begun", P4)
    known = state.concerned() | {f"unhcr-bureau:{state.region}", "unhcr:secretariat"}
    faults = [
        Fault("/actions", f"'{party}' took no part in the meeting", "not_taking_part")
        for party in sorted({one.party for one in record.actions} - known)
    ]
    faults += twice("/actions/{n}", [one.action_id or f"new {n}" for n, one in enumerate(record.actions)])
    if faults:
        raise Invalid(tuple(faults), paragraph=P4)
    actions = followed(record.actions, state.record.actions if state.record is not None else ())
    return state.model_copy(update={"status": "held", "record": record.model_copy(update={"actions": actions})})
