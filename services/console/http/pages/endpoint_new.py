"""A party subscribes an endpoint to what is made public; the secret of its calls is shown once (WM 3, 17)."""

from typing import Any

from services.console.forms import of_endpoints as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.endpoints import ALL, ONE, keeps, own
from services.console.http.page import Begins


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ENDPOINT


def _begun(_: Case) -> dict[str, Any]:
    return {"signing": "v1"}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "register_endpoint", forms.registered(typed, forms.types_of(typed.get("event_types", [])))


PAGE = act_page(
    Act(
        "endpoint_new", f"{ALL}/endpoints/new", "title.endpoint_new", "act.endpoint_new", ("register_endpoint",),
        nothing_yet("title.integration"), own, _said, ALL, parts=_parts, begun=_begun, versioned=False,
        leads_to=ONE.replace("{id}", "{webhook_id}"), once="secret",
    ),
    Begins((ALL,), "title.endpoint_new", keeps, button=False),
)  # fmt: skip
