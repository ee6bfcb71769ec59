"""Regions behind bad lines, in a size for every run; `make faults` runs the full one (docs/figures/federation-faults.md)."""

import pytest

from tests.support.journey import listed
from tests.support.poll import until
from tests.support.world import World
from tools.faults.federation.both_ways import Broker, Read, both_ways, held
from tools.faults.federation.cut_off import CI, cut_off
from tools.faults.federation.judge import judged
from tools.faults.federation.lines import far_away, gone_dumb


async def test_a_region_cut_off_under_load_loses_nothing_and_holds_nobody_up(world: World) -> None:
    """G1, G2, G7: its own people notice nothing, what is old says so, the others are as fresh as before."""
    found = await cut_off(world, CI)
    print(found)
    assert (found.refused, found.after.flawless) == (0, True)
    assert found.shown_while_stale > 0
    # It never says that it knows more than it does; how much less it says depends on the machine.
    assert found.since_off_s < 2
    # The control: the same judge, before the cut was healed.
    assert found.before_healing.lost >= found.accepted > 0


async def test_connections_gone_dumb_are_given_up_and_made_anew(world: World) -> None:
    """G9: they stay open and carry nothing; nobody ends them but the patience of those who wait."""
    found = await gone_dumb(world, "wca", rounds=1)
    print(found)
    assert found.connections > 0
    assert found.after.flawless


async def test_a_long_and_narrow_line_keeps_up_and_works_off_a_backlog(world: World) -> None:
    """G10: 150 ms there and back, 1 Mbit/s."""
    found = await far_away(world, "europe", seconds=6, backlog_s=2)
    print(found)
    assert found.lag_p50_ms >= 75
    assert found.backlog > 0
    assert found.after.flawless


async def test_each_event_is_everywhere_once_and_none_comes_home(world: World) -> None:
    """G5, after all that was cut and killed before."""
    for name in ("wca", "europe"):
        await listed(world.client(name))

    async def came() -> dict[str, Broker] | None:
        # A broker to which nothing came yet is quiet too: what was listed may still be on its way out of its own region.
        seen = await both_ways(world, quiet_s=4)
        return seen if min(one.events for one in seen.values()) else None

    found = await until(came, "an offer of another region at every broker")
    print(found)
    assert [(one.came_home, one.lacking, one.grown) for one in found.values()] == [(0, 0, 0)] * 3


@pytest.mark.control
def test_the_judge_of_copies_sees_what_is_lost_made_up_behind_or_counted_twice() -> None:
    own = {"a": (1, "submitted"), "b": (2, "in_line"), "c": (1, "submitted")}
    assert judged(own, own).flawless
    assert judged(own, {k: v for k, v in own.items() if k != "a"}).lost == 1
    assert judged(own, own | {"x": (1, "submitted")}).made_up == 1
    assert judged(own, own | {"b": (1, "submitted")}).behind == 1
    assert judged(own, own | {"b": (2, "withdrawn")}).ahead == 1
    assert not judged(own, own, twice=1).flawless
    assert not judged(own, own, miscounted=1).flawless


@pytest.mark.control
def test_the_judge_of_brokers_sees_what_comes_home_or_does_not_come() -> None:
    own: Read = {"acsg.federated.match": [("wca", "1"), ("wca", "2")]}
    homes: dict[str, Read] = {"wca": own, "europe": {}}
    whole: Read = {"geneva.wca.acsg.federated.match": [("wca", "1"), ("wca", "2")]}
    assert held("europe", whole, homes, 0).lacking == 0
    assert held("europe", {"geneva.wca.acsg.federated.match": [("wca", "1")]}, homes, 0).lacking == 1
    assert held("europe", {}, homes, 0).lacking == 2
    assert held("wca", {}, homes, 0).lacking == 0
    assert held("wca", {"geneva.acsg.federated.match": [("wca", "1")]}, homes, 0).came_home == 1
    assert held("wca", {"geneva.wca.acsg.federated.match": [("wca", "1")]}, homes, 0).came_home > 0
