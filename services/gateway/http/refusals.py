"""What an owner refused, in its own words: code, status, faults and all. It is passed on as it is, whatever its status."""

from collections.abc import Mapping
from typing import Any

import httpx

from shared.modalities.errors import Fault, Refusal
from shared.modalities.paragraphs import PARAGRAPHS

AWAY = 503
"""The status of an owner that gave no usable answer."""


def problem_in(answer: httpx.Response) -> dict[str, Any] | None:
    """The problem document of an answer; None when it is none of a service of ours."""
    try:
        body = answer.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) and isinstance(body.get("code"), str) else None


def waits(answer: httpx.Response) -> float | None:
    """Seconds after which the owner may be asked again, if it says so."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdigit() else None


def own_words(said: Mapping[str, Any], name: str) -> str:
    """The words of who refused, not those of their code in the reader's language: these are found again where it leaves."""
    return str(said.get("english") or said.get(name, ""))


def refusal(status: int, body: Mapping[str, Any], retry_after_s: float | None = None) -> Refusal:
    """An owner's problem document as the error that it was there."""
    rests_on = next((one for one in PARAGRAPHS if one.number == body.get("paragraph")), None)
    faults = tuple(
        Fault(str(one.get("pointer", "")), own_words(one, "message"), str(one.get("code", "invalid")))
        for one in body.get("errors") or ()
    )
    code, detail = str(body.get("code", "error")), own_words(body, "detail")
    return Refusal(status, code, detail, rests_on, faults=faults, retry_after_s=retry_after_s)
