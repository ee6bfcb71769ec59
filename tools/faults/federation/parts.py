"""What each part of the federation's faults runs, and what it must show: rows for the page of figures."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tools.faults.federation import corrupted, cut_off, everywhere, lines, lost_and_repeated
from tools.faults.federation.judge import Judgement
from tools.faults.federation.regions import Regions
from tools.faults.saga.engaged import Engaged
from tools.faults.saga.run import STEPS, Verdict, forgetful, hasty, run, two_regions


@dataclass(frozen=True)
class Row:
    """One line of the page."""

    case: str
    size: str
    seen: str
    goal: str
    held: bool


Rows = list[Row]


def _copy(found: Judgement) -> str:
    return (f"{found.owned:,} owned: {found.lost} lost, {found.made_up} made up, {found.behind + found.ahead} other than "
            f"their owner's, {found.twice} counted twice, {found.miscounted} sums wrong")  # fmt: skip


def saga(small: bool, seed: int) -> Rows:
    """Reservations across two regions under seeded schedules; and the control, which must be found out."""
    seeds = range(seed, seed + (4 if small else 40))
    with tempfile.TemporaryDirectory() as folder, two_regions(Path(folder)) as databases:
        found = asyncio.run(run(databases, seeds))
        with hasty():
            control = asyncio.run(run(databases, seeds, to_the_first_fault=True))
    return _schedules(
        "No promise twice under any partition", found, "a match does not wait for the offer's owner", control
    )


def ended(small: bool, seed: int) -> Rows:
    """The same with engagements that end early while links are cut; the control frees capacity with every event again."""
    seeds = range(seed, seed + (2 if small else 40))
    with tempfile.TemporaryDirectory() as folder, two_regions(Path(folder), "delivery") as databases:
        found = asyncio.run(run(databases, seeds, of=Engaged))
        with forgetful():
            control = asyncio.run(run(databases, seeds, of=Engaged, to_the_first_fault=True))
    return _schedules(
        "Ended early while the owners are apart: no capacity lost, none doubled", found,
        "the roster forgets what it took back", control,
    )  # fmt: skip


def _schedules(what: str, found: Verdict, planted: str, control: Verdict) -> Rows:
    done = ", ".join(f"{count:,} {name}" for name, count in sorted(found.done.items()))
    size = f"{found.schedules} seeds of {STEPS} steps on real databases: {done}"
    caught = f"{control.faults[0]}" if control.faults else "nothing"
    return [
        Row(what, size, f"{len(found.faults)} broken", "0", not found.faults),
        Row(f"Control: {planted}", f"{control.schedules} seeds", caught, "found out", bool(control.faults)),
    ]


async def _cut(regions: Regions, small: bool) -> Rows:
    size = cut_off.CI if small else cut_off.FULL
    found = await cut_off.cut_off(regions, size)
    calm, meanwhile = found.others_lag_ms
    equal = await corrupted.digests_equal(regions, cut_off.AWAY, found.after.owned)
    mended = await corrupted.corrupted(regions, cut_off.AWAY, 10, 11)
    what = f"{found.accepted:,} requests in {size.cut_s:.0f} s"
    return [
        Row("G1 One region cut off: the others' p99 lag at Geneva", what, f"{meanwhile:,.0f} ms ({calm:,.0f} before)",
            "<= 5,000 ms", meanwhile <= 5000),
        Row("G1 Healed", what, f"whole after {found.healed_in_s:.0f} s; {_copy(found.after)}", "<= 300 s, zeros",
            found.healed_in_s <= 300 and found.after.flawless),
        Row("G1 Digests of all its requests equal", f"{found.after.owned:,} requests",
            f"{equal:.0f} s after that; one comparison took {mended.compare_s:.1f} s", "equal", True),
        Row("G6 Rows of Geneva's copy altered at random", f"{mended.rows} of {mended.of:,}",
            f"as before after {mended.seconds:.0f} s, {mended.rounds} rounds ended meanwhile (one every 20 s)",
            "<= 2 rounds", mended.rounds <= 2),
        Row("G2 Its own people's requests that failed meanwhile", what, str(found.refused), "0", not found.refused),
        Row("G7 Shown as stale", f"limit 10 s; {found.shown_while_stale:,} requests shown and marked",
            f"after {found.stale_after_s:.1f} s, since {found.since_off_s:+.1f} s of the cut", "within 2 s",
            abs(found.since_off_s) <= 2),
        Row("Control: the same judge before the cut was healed", what, f"{found.before_healing.lost:,} lost", "> 0",
            found.before_healing.lost > 0),
    ]  # fmt: skip


async def _lines(regions: Regions, small: bool) -> Rows:
    dumb = await lines.gone_dumb(regions, "wca", 1 if small else 10)
    far = await lines.far_away(regions, "wca", 6 if small else 30, 2 if small else 5)
    slowest = max(dumb.times)
    return [
        Row("G9 Connections gone dumb without a word", f"{len(dumb.times)} times, {dumb.connections} connections",
            f"seen again after {slowest:.0f} s at most; {_copy(dumb.after)}", "<= 60 s, zeros",
            slowest <= 60 and dumb.after.flawless),
        Row("G10 150 ms there and back, 1 Mbit/s", f"{far.events} events at {lines.PER_SECOND} a second",
            f"lag p50 {far.lag_p50_ms:,.0f} ms, p99 {far.lag_p99_ms:,.0f} ms", "p99 <= 3,000 ms",
            far.lag_p99_ms <= 3000),
        Row("G10 A backlog over the same line", f"{far.backlog:,} requests", f"whole after {far.backlog_s:.0f} s; "
            f"{_copy(far.after)}", "zeros", far.after.flawless),
    ]  # fmt: skip


async def _lost(regions: Regions, small: bool) -> Rows:
    count = 300 if small else 3000
    rows: Rows = []
    for case, lose in (("G3 Retention overrun while the mirror was away", lost_and_repeated.purged),
                       ("Topic deleted and made anew meanwhile", lost_and_repeated.made_anew)):  # fmt: skip
        found = await lost_and_repeated.lost(regions, "wca", lose, count)
        missed = ", ".join(f"{count:,} by {cause}" for cause, count in found.missed.items())
        seen = f"missed {missed or 'none'}; {found.by_pull:,} asked of the owner; whole after {found.seconds:.0f} s"
        rows.append(Row(case, f"{found.told:,} events", f"{seen}; {_copy(found.after)}", "<= 60 s, zeros",
                        found.seconds <= 60 and found.after.flawless and sum(found.missed.values()) > 0))  # fmt: skip
    again = await lost_and_repeated.once_more(regions, "wca", 1 if small else 5)
    rows.append(Row("G4 Mirror from the beginning, killed meanwhile", f"{again.repeats:,} repeats, {again.kills} kills",
                    f"Geneva's copy {'the same' if again.same else 'CHANGED'}; {_copy(again.after)}", "unchanged",
                    again.same and again.repeats > 0 and again.after.flawless))  # fmt: skip
    return rows


async def _everywhere(regions: Regions, small: bool) -> Rows:
    found = await everywhere.everywhere(regions, 10 if small else 200, 1 if small else 5, 4 if small else 60)
    sums = {name: f"{one.events:,} events in {one.records:,} records" for name, one in found.brokers.items()}
    bad = [(one.came_home, one.lacking, one.grown) for one in found.brokers.values()]
    home, lacking, grown = (sum(column) for column in zip(*bad, strict=True))
    what = f"{found.told:,} requests and offers, {found.kills} kills of mirrors; " + "; ".join(
        f"{name} {words}" for name, words in sums.items()
    )
    seen = (f"{home} came home, {lacking} lacking, {grown} more after {found.quiet_s:.0f} s of quiet, "
            f"{found.differing} copies of offers differ")  # fmt: skip
    held = not (home or lacking or grown or found.differing)
    return [Row("G5 Three regions and Geneva both ways", what, seen, "zeros", held)]


SERVICES: dict[str, dict[str, tuple[str, ...]]] = {
    "cut": {"geneva": ("gateway",), "wca": ("intake",), "europe": ("intake",)},
    "lines": {"geneva": ("gateway",), "wca": ("intake",)},
    "lost": {"geneva": ("gateway",), "wca": ("intake",)},
    "everywhere": {"geneva": ("gateway",), "wca": ("intake", "matching"), "europe": ("roster",),
                   "esa": ("roster", "matching")},
}  # fmt: skip
"""What each part runs: as few services as it needs."""

ENVIRONMENT = {"ACSG_COMPARE_EVERY_S": "20"}
"""Comparisons are made often, so that what they find is seen soon."""

ACTS: dict[str, Callable[[Regions, bool], Awaitable[Rows]]] = {
    "cut": _cut, "lines": _lines, "lost": _lost, "everywhere": _everywhere,
}  # fmt: skip
