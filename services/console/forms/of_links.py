"""What pages of peer links ask, and the bodies made of it (WM 1, 20)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_practices import ORIGIN
from services.console.forms.questions import Part, Question, pruned

Q = Question
LINK: tuple[Part, ...] = (
    Q("origin_kind", "hidden"),
    Q("origin_id", "hidden"),
    Q("title", needed=True),
    Q("goal", "text", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("functional_areas", "many", "functional_areas", needed=True),
    Q("countries", "several", "states", needed=True),
    Q("mode", "choice", "format", needed=True, called="format"),
    Q("languages", "many", "languages", needed=True, called="spoken"),
    Q("parties", "several", "offerers", called="peers"),
)
INTRODUCTION: tuple[Part, ...] = (Q("parties", "several", "offerers", needed=True, called="peers"),)
ANSWER: tuple[Part, ...] = (Q("answer", "choice", "link_answer", needed=True),)
EXCHANGE: tuple[Part, ...] = (
    Q("held_on", "date", needed=True, bound="past"),
    Q("kind", "choice", "exchange_kind", needed=True),
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("learnt", "text"),
)
PUBLICATION: tuple[Part, ...] = (Q("publishes", "choice", "link_publication", needed=True),)
LEAVING: tuple[Part, ...] = (Q("reason", "text"), Q("language", "choice", "languages"))
WITHDRAWAL: tuple[Part, ...] = (Q("reason", "text", needed=True), Q("language", "choice", "languages", needed=True))
ALL: tuple[tuple[Part, ...], ...] = (LINK, INTRODUCTION, ANSWER, EXCHANGE, PUBLICATION, LEAVING, WITHDRAWAL)
"""Every form here; their labels are words of the catalogue."""


def link_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A link as its owner takes it."""
    body: dict[str, Any] = pruned({name: one for name, one in typed.items() if name not in ORIGIN}) or {}
    if typed.get("origin_id"):
        body["origin"] = {"kind": typed.get("origin_kind", ""), "item_id": typed["origin_id"]}
    return body
