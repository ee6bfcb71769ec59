"""What an offer or a match says as an activity, before any XML (WM 18, 19, 20).

An offer is a parent (hierarchy 1), a match of it a child (hierarchy 2), an engagement of that the next (hierarchy 3, ``engaged``).
Of a match that is only published no more is told than was published: no reference, no lines, no money.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.gateway.exports.iati import codes
from services.gateway.exports.shared_columns import is_money
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView
from shared.contracts.party_names import party_name


@dataclass(frozen=True)
class Day:
    """A dated step: its kind by IATI's list, and in words what it is when the list says it only roughly."""

    kind: str
    on: str
    words: str | None = None


@dataclass(frozen=True)
class Money:
    """An amount in a currency, on a day: committed unless ``kind`` says otherwise; ``purpose`` in a party's words."""

    amount: str
    currency: str
    on: str
    kind: str = codes.OUTGOING_COMMITMENT
    purpose: str | None = None


@dataclass(frozen=True)
class Result:
    """An indicator of a result, over one period. What is judged in words has no numbers; ``standing`` says whose word it is."""

    kind: str
    measure: str
    title: str
    indicator: str
    start: str
    end: str
    baseline: str | None = None
    target: str | None = None
    actual: str | None = None
    words: str | None = None
    standing: str | None = None


@dataclass(frozen=True)
class ToldActivity:
    """``parties`` are (role, party); ``recipients`` are States, none means anywhere; ``related`` are (kind of relation, region,
    kind of item, its id).
    """

    hierarchy: int
    title: str
    title_language: str
    description: str
    parties: tuple[tuple[str, str], ...]
    status: str
    days: tuple[Day, ...]
    recipients: tuple[str, ...]
    areas: tuple[str, ...]
    collaboration: str | None
    money: tuple[Money, ...] = ()
    related: tuple[tuple[str, str, str, str], ...] = ()
    results: tuple[Result, ...] = ()


@cache
def words_of() -> Mapping[str, Mapping[str, str]]:
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("name"): row for row in csv.DictReader(file)}


def offer(seen: SeenItem) -> ToldActivity:
    """An offer."""
    content: Any = seen.state["content"]
    start, end = content["availability"]["start"], content["availability"]["end"]
    areas = dict.fromkeys(area for line in content["lines"] for area in line["functional_areas"])
    channels = content.get("channels", ())
    return ToldActivity(
        hierarchy=1,
        title=content["title"],
        title_language=content["language"],
        description=content.get("summary") or content["title"],
        parties=tuple((codes.FUNDING, party) for party in content["offering_parties"]),
        status=codes.STATUS[seen.status],
        days=(Day(codes.PLANNED_START, start), *([Day(codes.PLANNED_END, end)] if end else [])),
        recipients=tuple(content.get("countries", ())),
        areas=tuple(areas),
        collaboration=codes.COLLABORATION.get(channels[0]) if len(channels) == 1 else None,
    )


def match(seen: SeenItem, language: str) -> ToldActivity:
    """A match, whole or as it was published."""
    shown = seen.view is ItemView.SHOWN
    content: Any = seen.shown if shown else seen.state
    sides = content["parties"] if shown else content["sides"]
    states = tuple(side["party"] for side in sides if side["role"] == "requester" and side.get("party"))
    offerers = tuple(side["party"] for side in sides if side["role"] == "offerer" and side.get("party"))
    words = {name: said[language] for name, said in words_of().items()}
    confirmed = content["confirmed_on"] if shown else (content["confirmed_at"] or "")[:10]
    on, step = (confirmed, "confirmed") if confirmed else (seen.begun_at.date().isoformat(), "proposed")
    names = ", ".join(party_name(state, language) for state in states)
    reference = () if shown else (seen.reference or "",)
    return ToldActivity(
        hierarchy=2,
        title=words["support_to"].format(states=names),
        title_language=language,
        description=" ".join((words["mechanism"], *reference)).strip(),
        parties=(
            *((codes.FUNDING, party) for party in offerers),
            *between(content["channel"], content["delivery_mode"], offerers),
            *((codes.ACCOUNTABLE, party) for party in states),
        ),
        status=codes.IMPLEMENTATION if shown else codes.STATUS[seen.status],
        days=(Day(codes.PLANNED_START, on, words[step]),),
        recipients=states,
        areas=tuple(content.get("functional_areas", ())),
        collaboration=codes.COLLABORATION.get(content["channel"] or ""),
        money=() if shown or not confirmed else tuple(_money(content["lines"], confirmed)),
        related=() if shown else tuple(dict.fromkeys(
            (codes.PARENT, held["offer_region"], "offer", held["offer_id"]) for held in content["reservations"]
        )),
    )  # fmt: skip


def between(channel: str | None, mode: str | None, offerers: tuple[str, ...]) -> list[tuple[str, str]]:
    """Who stands between: UNHCR where support goes through it, and whoever carries it out (WM 19, 20)."""
    found = [(codes.EXTENDING, "unhcr:secretariat")] if channel == "through_unhcr" else []
    if mode == "unhcr_direct":
        found.append((codes.IMPLEMENTING, "unhcr:secretariat"))
    if mode == "peer_to_peer":
        found += [(codes.IMPLEMENTING, party) for party in offerers]
    return found


def _money(lines: Any, on: str) -> list[Money]:
    return [
        Money(line["quantity"]["amount"], line["quantity"]["unit"], on)
        for line in lines if is_money(line["quantity"]["unit"])
    ]  # fmt: skip
