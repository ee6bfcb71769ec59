"""A pledge: everybody reads it, and nobody but its party must act on it. How far it is, its bureau and office hear (WM 13)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import commitments
from shared.contracts.commitment_reminders import CommitmentReminderDue
from shared.contracts.commitments import OwnCommitmentEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.own_commitment import CommitmentStatus, OwnCommitmentState
from shared.contracts.vocabulary import office_of
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import commitment
from shared.modalities.paragraphs import P13
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_commitments import Pledge, of_commitment
from shared.modalities.steps.step import Step


class CommitmentItem(ItemBody):
    """A pledge (WM 13)."""

    kind: Literal["commitment"] = "commitment"
    region: str
    title: str
    areas: tuple[str, ...]
    status: str
    party: str
    said_at: datetime

    # Nobody has to make one, and what it says of it is its party's own affair.
    not_escalated = frozenset({"commitment_stands"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whoever may read it: everybody, by the policy."""
        if not decide(who, a.READ_COMMITMENT, commitment(self.region, self.party)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="commitment", view="full", reference=None,
            title=self.title, region=self.region, areas=self.areas, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its yearly word."""
        return of_commitment(Pledge(self.region, self.status, self.party, self.said_at), limits)


def _state(event: Event) -> OwnCommitmentState:
    assert isinstance(event, OwnCommitmentEvent)
    return event.commitment


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = CommitmentItem(
        region=one.region, title=one.content.title, areas=one.content.functional_areas, status=one.status,
        party=one.content.party, said_at=one.confirmed_at or one.recorded_at,
    )  # fmt: skip
    return remembered(event, envelope, body)


def pledging_office(event: Event, _: Here) -> tuple[str, ...]:
    """The country office of the State whose pledge it is; none of a stakeholder's."""
    party = _state(event).content.party
    return (office_of(party),) if party.startswith("iso3166:") else ()


KIND = ItemKind(
    item=CommitmentItem,
    events=(OwnCommitmentEvent,),
    known=_known,
    followed=False,
    roles={pledging_office: "pledging"},
    told={commitments.OwnCommitmentStaged: (know(bureau, P13), know(pledging_office, P13))},
    untold={
        commitments.OwnCommitmentRecorded: "the party recorded it itself; it waits for nobody",
        commitments.OwnCommitmentRevised: "the party worded it itself; read where it is",
        commitments.OwnCommitmentConfirmed: "it stands as it did",
        commitments.OwnCommitmentRestated: "nothing happened; the state is said again with less of it",
    },
    not_followed=(
        commitments.OwnCommitmentRecorded, commitments.OwnCommitmentRevised, commitments.OwnCommitmentStaged, commitments.OwnCommitmentConfirmed,
        commitments.OwnCommitmentRestated,
    ),
    reminders={CommitmentReminderDue: P13},
    voluntary=frozenset({"commitment_stands"}),
    statuses=get_args(CommitmentStatus),
)  # fmt: skip
