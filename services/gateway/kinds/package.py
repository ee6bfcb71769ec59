"""Packages of support in the read model: at home alone, for their party (WM 7, 18)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.packages import PackageEvent
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_packages import of_package, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, PackageEvent)
    one = event.package
    areas = sorted({area for line in one.content.lines for area in line.functional_areas})
    return row("package", "package", one.status, one.prepared_at, (one.party,), of_party(one.party, one.region),
               reference=one.reference, areas=areas)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_package(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="package",
    family=PackageEvent,
    row=_row,
    owner="roster",
    read=a.READ_PACKAGE,
    compared=False,
    listed="supportPackages",
    owing=_owing,
    know_steps=a.READ_PACKAGE,
)
