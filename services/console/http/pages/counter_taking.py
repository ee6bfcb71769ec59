"""An officer takes a counter into a new proposal (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_counters as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.counters import lines_of_two_units, open_counters, waiting
from services.console.http.matches import match_act
from shared.modalities.access.actions import TAKE_COUNTER


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.TAKING


def _begun(case: Case) -> dict[str, Any]:
    """Of lines whose two units differ the other amount is left for the officer to say."""
    words = case.visit.words
    rows = []
    for one in lines_of_two_units(case.state):
        said, unit = one["said"], words.choice("units", one["unit"])
        what = f"{words.amount({'amount': said['amount'], 'unit': said['unit']})}{words.say('mark.semicolon')}{unit}"
        keys = {name: one["line"][name] for name in forms.KEYS}
        rows.append({"what": what, **keys, "counter_id": one["counter_id"], "amount": ""})
    return {"amounts": rows, "counter_id": _first(case.state)}


def _first(state: Mapping[str, Any]) -> str:
    found = open_counters(state)
    return str(found[0]["counter_id"]) if len(found) == 1 else ""


def _said(case: Case, typed: dict[str, Any]) -> Said:
    asked = {"id": case.item["itemId"], "counter": typed["counter_id"], "reason": typed["reason"]}
    return "take_counter", asked | {"amounts": forms.other_amounts(typed)}


def _ready(state: Mapping[str, Any]) -> bool:
    return state["status"] == "reserved" and bool(open_counters(state))


PAGE = match_act(
    "counter_taking", "title.counter_taking", "act.counter_taking", TAKE_COUNTER, 5, _said, "take_counter",
    tail="counter/taking", ready=_ready, parts=_parts, begun=_begun, choices=waiting, kept=False,
)  # fmt: skip
