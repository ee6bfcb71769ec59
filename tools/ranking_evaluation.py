"""How well the ranking finds the offerer of real public matches: each match row is asked of a roster it is not part of.

The roster holds every public offer, and for each offerer of a match one offer made from its *other* matches where it has
any; a match whose offerer is then nowhere on the roster cannot be asked and is left out. Figures: mean reciprocal rank and
hits among the first 1, 3 and 5, beside theme overlap alone and beside chance.
"""

import csv
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from services.matching.ranking_file import overall, party, rank_documents
from tools.arguments import nothing_else

CASES = Path(__file__).parents[1] / "tests/data/public_cases.csv"
TODAY = date(2026, 1, 1)
Order = Callable[[dict[str, Any], list[dict[str, Any]]], list[str]]


def _parties(text: str) -> list[str]:
    return [party(name.strip()) for name in text.split(";") if name.strip()]


def _roster(rows: list[dict[str, str]], without: int) -> list[dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows):
        if number == without or not row["offering"] or row["kind"] not in {"offer", "match"}:
            continue
        for who in _parties(row["offering"]):
            entry = merged.setdefault(who, {"offer_id": who, "offering_parties": [who], "themes": [], "subject": ""})
            entry["themes"] = sorted({*entry["themes"], *row["themes"].split(";")})
            entry["subject"] = f"{entry['subject']} {row['subject']}"[:4000].strip()
            entry["summary"] = entry["subject"]
            entry["support_types"] = row["support_type"]
    return list(merged.values())


def ours(request: dict[str, Any], roster: list[dict[str, Any]]) -> list[str]:
    """Offers in the order of the ranking."""
    return [one["offer_id"] for one in overall(rank_documents(request, roster, TODAY))]


def themes_only(request: dict[str, Any], roster: list[dict[str, Any]]) -> list[str]:
    """Offers by the number of themes in common."""
    asked = set(request["themes"].split(";"))
    return [o["offer_id"] for o in sorted(roster, key=lambda o: (-len(asked & set(o["themes"])), o["offer_id"]))]


def evaluate(order: Order) -> dict[str, float]:
    """Figures over all match rows that can be asked."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ranks, sizes = [], []
    for number, row in enumerate(rows):
        states = [p for p in _parties(row["requesting"]) if p.startswith("iso3166:")]
        if row["kind"] != "match" or not states:
            continue
        roster = [o for o in _roster(rows, number) if o["offer_id"] not in states]
        helpers = set(_parties(row["offering"])) & {o["offer_id"] for o in roster}
        if not helpers:
            continue
        relations = {p for n, r in enumerate(rows) if n != number and r["kind"] == "match"
                     and set(states) & set(_parties(r["requesting"])) for p in _parties(r["offering"])}  # fmt: skip
        request = {"requesting_states": states, "themes": row["themes"], "subject": row["subject"],
                   "support_type": row["support_type"], "year": row["year"], "prior_relations": sorted(relations)}  # fmt: skip
        found = order(request, roster)
        ranks.append(min(found.index(who) + 1 if who in found else len(roster) for who in helpers))
        sizes.append(len(roster))
    chance = sum(sum(1 / n for n in range(1, size + 1)) / size for size in sizes) / len(sizes)
    figures = {"cases": len(ranks), "roster": sum(sizes) / len(sizes), "mrr": sum(1 / r for r in ranks) / len(ranks)}
    return figures | {f"hit@{n}": sum(r <= n for r in ranks) / len(ranks) for n in (1, 3, 5)} | {"chance_mrr": chance}


if __name__ == "__main__":
    nothing_else("tools.ranking_evaluation", __doc__, sys.argv[1:])
    for name, order in (("ours", ours), ("themes only", themes_only)):
        line = "  ".join(f"{key} {value:.2f}" for key, value in evaluate(order).items())
        sys.stdout.write(f"{name:<12} {line}\n")
