"""An officer keeps a signal of the deployment's own records as a warning, with the numbers that the gateway works out now (WM 12)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.visit import Visit
from services.console.http.warnings import NEW, reads_warnings, signals_of
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P12

BESIDE = ("key", "region", "keptAs")
"""What the gateway answers beside the signal itself."""


async def _find(visit: Visit) -> Case:
    """The signal that the address names, as its numbers are now. Raises NotFound."""
    if not reads_warnings(visit):
        raise NotFound("not_found", "There is no such page")
    month = visit.place("month")
    key = f"{visit.place('kind')}:{visit.place('country')}:{month}"
    one = next((each for each in await signals_of(visit, month) if each["key"] == key and each["country"]), None)
    if one is None:
        raise NotFound("not_found", "There is no such page")
    item = {"itemId": "", "version": None, "title": visit.words.say("title.warning_new"), "state": {"signal": one}}
    return Case(visit, item, {"about": month})


def _check(case: Case) -> None:
    """Raises Conflict where it is kept already."""
    if case.state["signal"]["keptAs"] is not None:
        raise Conflict("signal_kept", f"{case.state['signal']['key']} is kept as a warning already", P12)


def _said(case: Case, _: dict[str, Any]) -> Said:
    said = {name: value for name, value in case.state["signal"].items() if name not in BESIDE}
    return "raise_warning", {"signal": said}


PAGE = act_page(
    Act(
        "warning_keep", f"{NEW}/{{kind}}/{{country}}/{{month}}", "title.warning_keep", "act.warning_keep", ("own_signals", "raise_warning"),
        _find, _check, _said, f"{NEW}?month={{about}}", fresh=False, versioned=False, leads_to="/warnings/{warning_id}",
        template="warning_keep", example={"kind": "requests_rise", "country": "TCD", "month": "2026-01"},
    )
)  # fmt: skip
