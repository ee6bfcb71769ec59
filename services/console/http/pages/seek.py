"""An officer opens a call for offers: whom to ask, with the reasons, within what the States agreed to (WM 16, 17)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.console.forms import of_calls as forms
from services.console.forms.questions import Part, Question
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.deciding import for_officers
from services.console.http.options import by_name, parties
from services.console.http.visit import Visit
from services.console.wording.words import ConsoleWords
from shared.contracts.shapes.support_request import ConsentedView
from shared.modalities.access.audience import Audience
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17


async def _find(visit: Visit) -> Case:
    """The request, and who may be asked for it. Raises NotPermitted; Conflict while it is not in line or not agreed to."""
    item = await for_officers(visit, "Officers alone ask for offers", P17)
    if item["state"].get("shown") is None:
        raise Conflict("no_agreement", "The requesting State has not agreed to solicitation", P17)
    found = (await visit.ask("candidates", id=item["itemId"]))["whoMayBeAsked"]
    return Case(visit, item, found)


def _check(case: Case) -> None:
    """Who may not, and when not, is said by who is asked for candidates."""


def _lines(case: Case) -> list[tuple[str, str]]:
    words = case.visit.words
    return [
        (one["line_id"], f"{one['line_id']}. {words.choice('functional_areas', one['functional_area'])} – {words.amount(one['quantity'])}")
        for one in case.state["shown"]["fields"].get("lines", ())
    ]  # fmt: skip


def _parts(case: Case) -> tuple[Part, ...]:
    """Of a request with one line, or none that is shown, nothing is asked about lines."""
    some = len(_lines(case)) > 1
    return tuple(one for one in forms.SEEK if some or not isinstance(one, Question) or one.name != "line_ids")


def _others(case: Case) -> list[tuple[str, str]]:
    """Everybody else to whom it is opened and who did not say "not now"."""
    audience = Audience.of(ConsentedView.model_validate(case.state["shown"]))
    not_these = {one["party"] for one in (*case.more["candidates"], *case.more["notNow"])}
    not_these |= set(case.state["content"]["requesting_states"])
    return by_name(case.visit.words, (one for one in parties() if audience.admits(one) and one not in not_these))


def _choices(case: Case) -> Mapping[str, Any]:
    words = case.visit.words
    free = [one for one in case.more["candidates"] if one["notNowUntil"] is None]
    named = [(one["party"], words.party(one["party"])) for one in free]
    return {"candidates": named, "others": _others(case), "line_ids": _lines(case)}


def _shows(case: Case) -> dict[str, Any]:
    """What stands beside the form: reasons by party, to whom it is opened, who rests, who of those that may be asked has no address."""
    words, more = case.visit.words, case.more
    shown = case.state["shown"]
    may_be_asked = {party for party, _ in (*_choices(case)["candidates"], *_others(case))}
    return {
        "why": {one["party"]: one for one in more["candidates"]}, "agreed": shown,
        "not_now": sorted(more["notNow"], key=lambda one: words.party(one["party"])),
        "away": _named(words, set(more["withoutAddress"]) & may_be_asked),
    }  # fmt: skip


def _named(words: ConsoleWords, those: Iterable[str]) -> list[str]:
    return sorted(words.party(one) for one in those)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "seek_offers", {"id": case.item["itemId"]} | forms.seek_variables({"line_ids": []} | typed)


PAGE = act_page(
    Act(
        "seek", "/requests/{request_id}/call", "title.seek", "act.seek", ("request", "candidates", "seek_offers"), _find,
        _check, _said, "/requests/{id}", parts=_parts, choices=_choices, shows=_shows, fresh=False,
        example={"request_id": "request"}, leads_to="/calls/{solicitation_id}", versioned=False, template="seek",
    )
)  # fmt: skip
