"""A thematic project: to who proposed it, its champions and who is asked, the parties of its offers, and the officers (WM 2, 3, 18)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import projects
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.notifications import ProjectReminderDue
from shared.contracts.projects import ProjectEvent
from shared.contracts.shapes.thematic_project import ProjectStatus, ThematicProjectState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.projects import project
from shared.modalities.paragraphs import P2, P6, P18
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_projects import of_project
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Beside, Project


class PartyBeside(Shape):
    """A party that is or may become a champion."""

    party: str
    came: str
    answer: str
    asked_at: datetime
    region: str | None = None


class ProjectItem(ItemBody):
    """A thematic project, with no word of it but what it is called (WM 18). ``elsewhere``: other deployments that tell parties of it."""

    kind: Literal["project"] = "project"
    reference: str
    title: str
    areas: tuple[str, ...]
    countries: tuple[str, ...]
    status: str
    begun_at: datetime
    until: date | None = None
    proposed_by: str | None = None
    champions: tuple[PartyBeside, ...] = ()
    elsewhere: tuple[str, ...] = ()

    # Nobody has to be a champion (WM 2).
    not_escalated = frozenset({"project_champion"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.elsewhere)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole for whoever may read it: what its page keeps from a reader is not said in messages."""
        champions = ((one.party, one.answer) for one in self.champions)
        thing = project(self.region, self.proposed_by, self.status, champions, self.elsewhere)
        if not decide(who, a.READ_PROJECT, thing).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="project", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, status=self.status, parties=self.countries,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What the Secretariat and those who are asked owe of it."""
        pending = [
            Beside(one.party, one.came, one.asked_at, one.region) for one in self.champions if one.answer == "pending"
        ]
        return of_project(Project(self.region, self.status, self.begun_at, self.until, pending), limits)


def _state(event: Event) -> ThematicProjectState:
    assert isinstance(event, ProjectEvent)
    return event.project


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = ProjectItem(
        region=one.region, reference=one.reference, title=one.content.title, areas=one.content.functional_areas,
        countries=one.content.countries, status=one.status, begun_at=one.begun_at, until=one.content.period.end,
        proposed_by=one.proposed_by, elsewhere=tuple(sorted(one.serving())),
        champions=tuple(
            PartyBeside(party=it.party, came=it.came, answer=it.answer, asked_at=it.asked_at, region=it.region)
            for it in one.champions
        ),
    )  # fmt: skip
    return remembered(event, envelope, body)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """Why it is not opened, to who proposed it; how it ended, to everybody it tells; why not, to who volunteered."""
    one = _state(event)
    said = None
    if (isinstance(event, projects.ProjectDeclined) and role == "project_proposer") or isinstance(
        event, projects.ProjectClosed
    ):
        said = one.reason
    elif isinstance(event, projects.ProjectChampionAnswered) and role == "answered_champion":
        mine = one.champion(event.party)
        said = mine.reason if mine is not None else None
    return (Spoken(kind="project", text=said),) if said else ()


def _told_here(event: Event, here: Here, parties: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Those of these parties, each with the deployment that serves it, that this deployment tells."""
    own = _state(event).region
    return tuple(sorted({party for party, region in parties if (region or own) == here.deployment}))


def proposer(event: Event, here: Here) -> tuple[str, ...]:
    """The party that proposed it (WM 18)."""
    one = _state(event)
    return _told_here(event, here, [(one.proposed_by, one.proposed_region)] if one.proposed_by is not None else [])


def asked_champion(event: Event, here: Here) -> tuple[str, ...]:
    """Who is asked to be a champion (WM 2)."""
    assert isinstance(event, projects.ProjectChampionAsked)
    mine = event.project.champion(event.party)
    return _told_here(event, here, [(event.party, mine.region if mine is not None else None)])


def answered_champion(event: Event, here: Here) -> tuple[str, ...]:
    """Who volunteered, once the Secretariat said its word (WM 2, 3)."""
    assert isinstance(event, projects.ProjectChampionAnswered)
    mine = event.project.champion(event.party)
    told = event.said_by == "secretariat" and mine is not None
    return _told_here(event, here, [(event.party, mine.region)] if told and mine is not None else [])


def bureau_that_asked(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once a party said its own word (WM 2, 3)."""
    assert isinstance(event, projects.ProjectChampionAnswered)
    return bureau(event, here) if event.said_by == "party" else ()


def in_project(event: Event, here: Here) -> tuple[str, ...]:
    """Who proposed it, stood beside it, or tied an offer to it (WM 2, 3, 18). An offer's own deployment tells its party."""
    one = _state(event)
    stood = [(it.party, it.region) for it in one.champions if it.since is not None]
    offered: list[tuple[str, str | None]] = [(it.party, it.region) for it in one.offers]
    proposed = [(one.proposed_by, one.proposed_region)] if one.proposed_by is not None else []
    return _told_here(event, here, [*stood, *offered, *proposed])


KIND = ItemKind(
    item=ProjectItem,
    events=(ProjectEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        proposer: "project_proposer",
        asked_champion: "asked_champion",
        answered_champion: "answered_champion",
        bureau_that_asked: "bureau",
        in_project: "in_project",
    },
    told={
        projects.ProjectProposed: (act(bureau, P18), know(secretariat, P6)),
        projects.ProjectOpened: (know(proposer, P18), know(secretariat, P6)),
        projects.ProjectDeclined: (know(proposer, P18),),
        projects.ProjectOfferAttached: (know(bureau, P18),),
        projects.ProjectChampionVolunteered: (act(bureau, P2),),
        projects.ProjectChampionAsked: (act(asked_champion, P2),),
        projects.ProjectChampionAnswered: (know(answered_champion, P2), know(bureau_that_asked, P2)),
        projects.ProjectClosed: (know(in_project, P18), know(secretariat, P6)),
    },
    told_abroad={
        projects.ProjectProposed: (know(secretariat, P6),),
        projects.ProjectOpened: (know(proposer, P18), know(secretariat, P6)),
        projects.ProjectDeclined: (know(proposer, P18),),
        projects.ProjectChampionAsked: (act(asked_champion, P2),),
        projects.ProjectChampionAnswered: (know(answered_champion, P2),),
        projects.ProjectClosed: (know(in_project, P18), know(secretariat, P6)),
    },
    untold={
        projects.ProjectOfferDetached: "its party did it itself; it is read where the project is",
        projects.ProjectRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(
        projects.ProjectOfferAttached, projects.ProjectChampionVolunteered, projects.ProjectChampionAsked,
        projects.ProjectChampionAnswered,
    ),
    # Who is asked, volunteers or ties an offer is not everybody's to know who reads the project.
    not_followed=(
        projects.ProjectOfferAttached, projects.ProjectChampionVolunteered, projects.ProjectChampionAsked,
        projects.ProjectChampionAnswered,
    ),
    asks={
        projects.ProjectProposed: ("open_project",),
        projects.ProjectChampionVolunteered: ("answer_volunteer",),
    },
    reminders={ProjectReminderDue: P18},
    voluntary=frozenset({"project_champion"}),
    statuses=get_args(ProjectStatus),
    words=SpokenForms(("project",), _said),
)  # fmt: skip
