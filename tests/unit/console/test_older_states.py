"""Things as they were told before an upgrade, or to who may know less of them, have pages all the same."""

from typing import Any

import jinja2
import pytest

from services.console.http.rendering import templates
from shared.modalities.access.actor import Actor, Role
from tests.support.pages import MadeUpGateway, Reader

CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
AT = "2026-03-01T09:00:00+00:00"
STATES: dict[str, dict[str, Any]] = {
    "request": {"content": {"title": "Titre", "language": "fr", "requesting_states": ["iso3166:TCD"]}},
    "offer": {"content": {"title": "Titre", "language": "fr"}},
    "match": {"sides": [{"party": "iso3166:TCD", "role": "requester", "answer": "pending"}], "status": "reserved"},
    "meeting": {"content": {"title": "Titre", "language": "fr", "starts_at": AT, "ends_at": AT, "time_zone": "UTC", "format": "online"},
                "status": "convened"},
    "solicitation": {"shown": {}, "asked": [{"party": None, "answer": None, "reach": "reached"}], "approached": [], "status": "recalled"},
}  # fmt: skip


@pytest.mark.says_less
@pytest.mark.parametrize("actor", [CHAD, OFFICER], ids=["party", "officer"])
@pytest.mark.parametrize(
    ("page", "kind"),
    [("request", "request"), ("offer", "offer"), ("match", "match"), ("meeting", "meeting"), ("call", "solicitation")],
)
async def test_a_thing_of_which_the_least_is_known_has_a_page(page: str, kind: str, actor: Actor) -> None:
    item = {"itemId": "i-1", "kind": kind, "version": 1, "status": "open", "reference": "R-1", "title": "Titre", "parties": [],
            "functionalAreas": [], "begunAt": AT, "changedAt": AT, "state": STATES[kind], "history": None, "steps": None,
            "findings": [], "versions": []}  # fmt: skip
    place = {"call": "solicitation_id"}.get(page, f"{page}_id")
    seen = await Reader(actor, MadeUpGateway(lambda _, __: {"item": item})).see(page, **{place: "i-1"})
    assert seen.status == 200
    assert "Undefined" not in seen.text


@pytest.mark.says_less
def test_a_field_that_is_not_there_is_nothing_and_a_name_that_no_page_gives_is_a_fault() -> None:
    def said(text: str) -> str:
        return templates().from_string(text).render(state={"there": 1})

    assert (
        said("{{ state.lacking }}{% for x in state.lacking %}x{% endfor %}{% if not state.lacking %}-{% endif %}")
        == "-"
    )
    assert said("{{ state.lacking != 'x' }} {{ state.lacking|length }}{{ state.a.b }}") == "True 0"
    for fault in ("{{ nobody_gives }}", "{% if nobody_gives %}{% endif %}", "{% for x in nobody_gives %}{% endfor %}"):
        with pytest.raises(jinja2.UndefinedError):
            said(fault)
