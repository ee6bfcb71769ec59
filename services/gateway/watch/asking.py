"""Signals of a deployment's own records, asked of its gateway in an officer's own name (WM 12)."""

from collections.abc import Mapping
from typing import Any

import httpx

from services.gateway.watch.keeping import SECONDS
from shared.runtime.http.asking import asking

ASK = """query($month: String) { ownSignals(month: $month) { month signals {
  key kind region country month after before { month count } meanBefore dispersion chance limit threshold { least ratio alpha } keptAs
} } }"""
Answered = Mapping[str, Any]


class NotAnswered(Exception):
    """The gateway gave no signals: what it said instead."""


async def own_signals_of(address: str, token: str, month: str | None) -> Answered:
    """The month, and its signals. Raises NotAnswered."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with asking(SECONDS, base_url=address) as http:
            sent = await http.post("/graphql", json={"query": ASK, "variables": {"month": month}}, headers=headers)
            answer = sent.json()
        if faults := answer.get("errors"):
            raise NotAnswered("; ".join(str(one["message"]) for one in faults))
        found: Answered = answer["data"]["ownSignals"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotAnswered(f"the gateway gave no answer to it ({type(fault).__name__})") from fault
    return found


def may_be_kept(signal: Answered) -> bool:
    """Whether a warning can be kept of it: of a country alone, and once."""
    return signal["country"] is not None and signal["keptAs"] is None


def as_said(signal: Answered) -> dict[str, Any]:
    """A signal as the mutation takes it, out of the answer."""
    beside = ("key", "region", "keptAs")
    return {name: value for name, value in signal.items() if name not in beside}
