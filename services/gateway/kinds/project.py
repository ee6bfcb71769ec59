"""Thematic projects in the read model: once opened whole in every deployment, since their readers are (WM 2, 3, 18)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.projects import ProjectEvent
from shared.modalities.access import actions as a
from shared.modalities.access import projects
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_projects import of_project, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, ProjectEvent)
    one = event.project
    # Whom it is for, and who stands beside it by its own word: nobody who is only asked.
    parties = (*one.content.countries, *(beside.party for beside in one.champions if beside.answer == "accepted"))
    return row("project", "project", one.status, one.begun_at, parties, projects.of_project(one),
               reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_project(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="project",
    family=ProjectEvent,
    row=_row,
    owner="roster",
    read=a.READ_PROJECT,
    others_kept=True,
    listed="thematicProjects",
    seen=projects.seen,
    owing=_owing,
    know_steps=a.READ_PROJECT_WHOLE,
    own_word=(a.ANSWER_AS_PROJECT_CHAMPION, ("project_champion",)),
)
