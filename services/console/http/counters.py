"""What pages of counters to a proposed match share: whose counter waits, and what it says in words (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.visit import Visit
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide

State = Mapping[str, Any]
KEY = ("request_id", "request_line_id", "offer_id", "offer_line_id")


def open_counters(state: State) -> list[dict[str, Any]]:
    """Those that wait for an officer, as far as the reader sees them."""
    return [one for one in state.get("counters") or () if one["status"] == "open"]


def my_side(case: Case) -> dict[str, Any] | None:
    """The side of the party that the reader speaks for."""
    return next((one for one in case.state.get("sides", ()) if one.get("party") == case.party), None)


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it in this match."""
    sides = [(one["party"], one["role"]) for one in case.state.get("sides", ())]
    return decide(case.visit.actor, action, resources.match(case.state.get("region"), sides)).allowed


def my_quantity(line: State, role: str) -> Mapping[str, Any]:
    """What of a line is in one's own unit."""
    found: Mapping[str, Any] = line.get("quantity" if role == "offerer" else "covers") or {}
    return found


def my_lines(case: Case) -> list[dict[str, Any]]:
    """Lines of the match that one may counter, each as a row of the form: an offerer's offers', a requester's requests'."""
    side = my_side(case) or {}
    role = side.get("role", "")
    mine = "offer_id" if role == "offerer" else "request_id"
    rows = []
    for n, line in enumerate(case.state.get("lines") or ()):
        quantity = my_quantity(line, role)
        if line.get(mine) and quantity:
            keys = {name: line.get(name) or "" for name in KEY}
            said = f"{n + 1}. {case.visit.words.amount(quantity)}"
            rows.append({"what": said, "amount": quantity["amount"], **keys})
    return rows


def said_of(visit: Visit, counter: State) -> str:
    """A counter in one line: who, and how much of each line."""
    words = visit.words
    amounts = (words.amount({"amount": one["amount"], "unit": one["unit"]}) for one in counter["lines"])
    return f"{words.party(counter['party'])}{words.say('mark.colon')}{words.say('mark.semicolon').join(amounts)}"


def waiting(case: Case) -> Mapping[str, Named]:
    """Counters that an officer may answer."""
    return {"counters": [(one["counter_id"], said_of(case.visit, one)) for one in open_counters(case.state)]}


def lines_of_two_units(state: State) -> list[dict[str, Any]]:
    """Lines that are countered and whose two units differ: of these an officer says the other amount."""
    roles = {one["party"]: one["role"] for one in state.get("sides", ())}
    found = []
    for counter in open_counters(state):
        countered = {tuple(one[name] for name in KEY): one for one in counter["lines"]}
        role = roles.get(counter["party"], "")
        for line in state.get("lines") or ():
            said = countered.get(tuple(line[name] for name in KEY))
            if said is None or line["quantity"]["unit"] == line["covers"]["unit"] or float(said["amount"]) == 0:
                continue
            if said["amount"] == my_quantity(line, role)["amount"]:
                continue
            other = my_quantity(line, "requester" if role == "offerer" else "offerer")
            found.append({"counter_id": counter["counter_id"], "said": said, "unit": other["unit"], "line": line})
    return found
