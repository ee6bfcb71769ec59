"""A meeting: to those that are invited, take part or moderate, and to the officers, each deployment its own (WM 4, 5, 6)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen, Sitting
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import dialogue
from shared.contracts.action_reminders import ActionReminderDue
from shared.contracts.dialogue import MeetingChanged, MeetingEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.notifications import MeetingReminderDue
from shared.contracts.shapes.meeting import MeetingStatus
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import OFFICERS, SECRETARIAT, Actor
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P4, P5
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_actions import Agreed, of_actions
from shared.modalities.steps.step import Step


class Invited(Shape):
    """A party invited to a meeting and its answer. ``region``: the deployment that tells it, if it is another."""

    party: str
    region: str | None = None
    answer: Literal["pending", "registered", "declined"]


class AgreedToDo(Shape):
    """What a party agreed to do by a day and has not done yet."""

    party: str
    due: date


class MeetingItem(ItemBody):
    """A meeting (WM 4, 5)."""

    kind: Literal["meeting"] = "meeting"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    answer_until: datetime
    place: str | None = None
    join_link: str | None = None
    invited: tuple[Invited, ...]
    moderators: tuple[str, ...] = ()
    actions: tuple[AgreedToDo, ...] = ()
    cancelled_because: str | None = None
    was_at: datetime | None = None
    """When it would have begun, while its last news is that it was moved."""

    # Nobody has to take part (WM 4).
    not_escalated = frozenset({"invitation", "meeting"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.invited if one.region is not None)

    def teller(self, party: str) -> str:
        """The deployment that tells a party."""
        return next((one.region for one in self.invited if one.party == party and one.region), self.region)

    def coming(self) -> frozenset[str]:
        """Parties that registered, and those that moderate."""
        return frozenset({one.party for one in self.invited if one.answer == "registered"} | set(self.moderators))

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole for those that stand in it; the way in is for those who take part."""
        thing = resources.meeting(self.region, (one.party for one in self.invited), self.moderators, self.kept_in())
        if not decide(who, a.READ_MEETING, thing).allowed:
            return None
        way_in = who.role in OFFICERS or who.party in self.coming()
        answer = next((one.answer for one in self.invited if one.party == who.party), "pending")
        comes = True if who.party in self.coming() else False if answer == "declined" else None
        sitting = Sitting(
            starts_at=self.starts_at, ends_at=self.ends_at, zone=self.zone, was_at=self.was_at, place=self.place,
            join_link=self.join_link if way_in else None, cancelled_because=self.cancelled_because,
            version=known.version, comes=comes,
        )  # fmt: skip
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="meeting", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, status=self.status, sitting=sitting,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Answers to invitations, taking part, moderators, the record, and what was agreed to be done."""
        yield from rules.of_meeting(self, limits)
        agreed = [Agreed(one.party, one.due) for one in self.actions]
        yield from of_actions(self.region, agreed, self.teller, limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, MeetingEvent)
    one, content = event.meeting, event.meeting.content
    body = MeetingItem(
        region=one.region,
        reference=one.reference,
        title=content.title,
        areas=content.functional_areas,
        status=one.status,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        zone=content.time_zone,
        answer_until=content.answer_until,
        place=content.place,
        join_link=content.join_link,
        invited=tuple(Invited(party=i.party, region=i.region, answer=i.answer) for i in one.invitations),
        moderators=tuple(m.party for m in one.moderators),
        actions=tuple(AgreedToDo(party=it.party, due=it.due) for it in one.to_do() if it.due is not None),
        cancelled_because=one.cancelled_because,
        was_at=event.was_at if isinstance(event, MeetingChanged) else None,
    )
    return remembered(event, envelope, body)


def _of_meeting(event: Event, here: Here, parties: Iterable[str]) -> tuple[str, ...]:
    """Those of these parties that this deployment tells (WM 4)."""
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    tells = {invited.party: invited.region or one.region for invited in one.invitations}
    return tuple(sorted(party for party in parties if tells.get(party, one.region) == here.deployment))


def invited(event: Event, here: Here) -> tuple[str, ...]:
    """Invited parties whose answer is awaited (WM 4)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, (one.party for one in event.meeting.invitations if one.answer == "pending"))


def taking_part(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that registered, and those that moderate (WM 4, 5)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, event.meeting.taking_part())


def not_declined(event: Event, here: Here) -> tuple[str, ...]:
    """Everyone who is concerned and has not declined (WM 4)."""
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    declined = {invited.party for invited in one.invitations if invited.answer == "declined"}
    return _of_meeting(event, here, one.concerned() - (declined - one.taking_part()))


def moderators(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that moderate or facilitate (WM 5)."""
    assert isinstance(event, MeetingEvent)
    return _of_meeting(event, here, {one.party for one in event.meeting.moderators})


def to_do(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that agreed to do something by a day and have not said yet that it is done (WM 4)."""
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    owing = {it.party for it in one.to_do() if it.due is not None}
    parties = _of_meeting(event, here, owing - {SECRETARIAT})
    return (*parties, SECRETARIAT) if here.deployment == "geneva" and SECRETARIAT in owing else parties


def only_informed(event: Event, here: Here) -> tuple[str, ...]:
    """Everyone who is concerned, has not declined, and agreed to nothing by a day (WM 4)."""
    return tuple(party for party in not_declined(event, here) if party not in to_do(event, here))


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose parties another one invited (WM 4, 6)."""
    assert isinstance(event, MeetingEvent)
    serving = {one.region for one in event.meeting.invitations}
    return bureau(event, here) if here.deployment in serving else ()


KIND = ItemKind(
    item=MeetingItem,
    events=(MeetingEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        invited: "invited",
        taking_part: "taking_part",
        not_declined: "invited",
        moderators: "moderator",
        to_do: "to_do",
        only_informed: "invited",
        serving_bureau: "serving_bureau",
    },
    told={
        dialogue.MeetingConvened: (act(invited, P4), know(bureau, P4), know(secretariat, P4)),
        dialogue.MeetingChanged: (act(invited, P4), know(taking_part, P4)),
        dialogue.MeetingCancelled: (know(not_declined, P4), know(bureau, P4)),
        dialogue.ModeratorsChosen: (know(moderators, P5), know(bureau, P5)),
        dialogue.ModeratorVolunteered: (know(bureau, P5),),
        dialogue.VolunteerWithdrew: (know(bureau, P5),),
        dialogue.MeetingHeld: (act(to_do, P4), know(only_informed, P4)),
        dialogue.ActionReported: (know(bureau, P4),),
    },
    told_abroad={
        dialogue.MeetingConvened: (act(invited, P4), know(serving_bureau, P4), know(secretariat, P4)),
        dialogue.MeetingChanged: (act(invited, P4), know(taking_part, P4), know(serving_bureau, P4)),
        dialogue.MeetingCancelled: (know(not_declined, P4), know(serving_bureau, P4)),
        dialogue.ModeratorsChosen: (know(moderators, P5),),
        dialogue.MeetingHeld: (act(to_do, P4), know(only_informed, P4)),
    },
    untold={
        dialogue.InvitationAnswered: "officers see the list of answers; a mail for each would bury the rest",
        dialogue.MeetingRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(
        dialogue.MeetingChanged,
        dialogue.ModeratorsChosen,
        dialogue.MeetingHeld,
        dialogue.ModeratorVolunteered,
        dialogue.VolunteerWithdrew,
        dialogue.ActionReported,
    ),
    # Who volunteered is for those who choose: one that is not chosen is named to nobody.
    not_followed=(dialogue.ModeratorVolunteered, dialogue.VolunteerWithdrew),
    carry_sitting=(
        dialogue.MeetingConvened,
        dialogue.MeetingChanged,
        dialogue.MeetingCancelled,
        dialogue.ModeratorsChosen,
    ),
    reminders={MeetingReminderDue: P4, ActionReminderDue: P4},
    voluntary=frozenset({"invitation", "meeting"}),
    cadences={"meeting": "before_meetings"},
    statuses=get_args(MeetingStatus),
    phrases=tuple(f"meeting.{one}" for one in ("when", "span", "before", "place", "link", "because")),
)
