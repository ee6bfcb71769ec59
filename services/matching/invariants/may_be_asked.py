"""WM 17: a call asks nobody to whom the request is not opened, and nobody who said "not now"."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from services.matching.invariants.inside_the_audience import WORDS, outside
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P17

LONGEST_DAYS = 366


def may_be_asked(
    request: SupportRequestState,
    approached: Sequence[str],
    line_ids: Sequence[str],
    closes_on: date | None,
    rests: Mapping[str, date],
    today: date,
) -> None:
    """Raises Invalid naming every party that may not be asked, every line that is not shown, and a day that does not fit.

    ``rests``: parties that asked to be left alone until after a date.
    """
    faults: list[Fault] = []
    for n, party in enumerate(approached):
        at = f"/approached/{n}"
        if party in approached[:n]:
            faults.append(Fault(at, f"{party} is named twice", "named_twice"))
        elif party in request.content.requesting_states:
            faults.append(Fault(at, f"{party} is the State that asks", "asks_itself"))
        elif party.startswith("unhcr"):
            faults.append(Fault(at, f"{party} is of UNHCR, which asks", "no_offerer"))
        elif outside(request, (party,)):
            faults.append(Fault(at, f"{party} {WORDS}", "outside_audience"))
        elif (until := rests.get(party)) is not None and today <= until:
            words = f"{party} said: not now; it may be asked again after {until.isoformat()}"
            faults.append(Fault(at, words, "asked_not_now"))
    fields = request.shown.fields if request.shown is not None else {}
    shown = {line["line_id"] for line in fields.get("lines", ())}
    faults += [
        Fault(f"/line_ids/{n}", "no such line is shown", "unknown_line")
        for n, one in enumerate(line_ids)
        if one not in shown
    ]
    if closes_on is not None and not today < closes_on <= today + timedelta(days=LONGEST_DAYS):
        faults.append(Fault("/closes_on", f"lies not within the next {LONGEST_DAYS} days", "closes_out_of_time"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P17)
