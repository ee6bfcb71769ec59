"""A party offers from its package: the whole offer is shown before it is made, in answer to a request or of one's own accord
(WM 17, 18).
"""

from dataclasses import replace
from typing import Any

from services.console.forms import of_packages as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.packages import ON, package_act
from services.console.http.shown_items import in_order
from services.console.http.visit import Visit
from shared.contracts.shapes.support_offer import OfferContent
from shared.modalities.access.actions import OFFER_FROM_PACKAGE


async def _find(visit: Visit) -> Case:
    """The package at the version of the offer that is shown. Raises Conflict where nothing of it fits."""
    case = await ON.find(visit)
    answers = (visit.query("for") or visit.field("in_response_to"))[:64]
    known = [one["language"] for one in case.state["content"]["wordings"]]
    wanted = visit.query("language") or visit.field("language") or visit.words.language
    language = wanted if wanted in known else known[0]
    offer: dict[str, Any] = {"content": {}, "version": case.item["version"]}
    if case.state["status"] == "prepared":
        offer = (await visit.ask("offer_in_mind", id=case.item["itemId"], answers=answers or None, language=language))[
            "offerInMind"
        ]
    more = {"offer": offer["content"], "answers": answers, "language": language, "languages": known}
    return Case(visit, case.item | {"version": offer["version"]}, more)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.OFFER


def _begun(case: Case) -> dict[str, Any]:
    return {
        "in_response_to": case.more["answers"],
        "language": case.more["language"],
        "visibility": case.more["offer"].get("visibility", "mechanism"),
    }


def _shows(case: Case) -> dict[str, Any]:
    return {**case.more, "offer": in_order(case.more["offer"], OfferContent)}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "offer_from_package", {
        "id": case.item["itemId"], "answers": typed["in_response_to"] or None, "language": typed["language"] or None,
        "visibility": typed["visibility"],
    }  # fmt: skip


_ACT = package_act(
    "package_offer", "offer", "title.package_offer", "act.package_offer", OFFER_FROM_PACKAGE, 1, _said, "offer_from_package",
    find=_find, parts=_parts, begun=_begun, shows=_shows, kept=False, leads_to="/offers/{offer_id}", template="package_offer",
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "offer_in_mind"))
