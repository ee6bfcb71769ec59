"""Signals are kept as warnings in an officer's own name, by the mutation that a page would send (WM 12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from services.gateway.watch.signals import WatchSignal
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id

SECONDS = 30.0
RAISE = "mutation($signal: SignalInput!, $key: String!) { raiseWarning(signal: $signal, key: $key) { problem { code detail } } }"
STANDS_ALREADY = "signal_kept"


@dataclass(frozen=True, slots=True)
class KeptSignal:
    """What became of one signal. ``stands``: whether it is a warning now, made by this or before."""

    key: str
    stands: bool
    words: str


async def keep(address: str, token: str, signals: Sequence[WatchSignal]) -> list[KeptSignal]:
    """Each signal in turn; one that is refused does not hold up the next."""
    return await keep_all(address, token, [(one.key, as_input(one)) for one in signals])


async def keep_all(address: str, token: str, said: Sequence[tuple[str, Mapping[str, Any]]]) -> list[KeptSignal]:
    """The same of signals as the mutation takes them, each with its key."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with asking(SECONDS, base_url=address) as http:
        return [await _one(http, headers, key, signal) for key, signal in said]


async def _one(
    http: httpx.AsyncClient, headers: Mapping[str, str], signal_key: str, said: Mapping[str, Any]
) -> KeptSignal:
    asked = {"query": RAISE, "variables": {"signal": dict(said), "key": f"signal-{new_id(SystemClock())}"}}
    try:
        answer = (await http.post("/graphql", json=asked, headers=dict(headers))).json()
        problem = answer["data"]["raiseWarning"]["problem"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
        return KeptSignal(signal_key, False, f"not kept: the gateway gave no answer to it ({type(fault).__name__})")
    if problem is None:
        return KeptSignal(signal_key, True, "kept")
    if problem["code"] == STANDS_ALREADY:
        return KeptSignal(signal_key, True, "was kept before")
    return KeptSignal(signal_key, False, f"not kept: {problem['code']}: {problem['detail']}")


def as_input(signal: WatchSignal) -> dict[str, Any]:
    """A signal as the mutation takes it."""
    threshold = signal.threshold
    return {
        "kind": signal.kind, "country": f"iso3166:{signal.country}", "month": signal.window, "after": signal.after,
        "before": [{"month": month, "count": count} for month, count in signal.before.items()],
        "meanBefore": signal.mean_before, "dispersion": signal.dispersion, "chance": signal.chance, "limit": signal.limit,
        "threshold": {"least": threshold.least, "ratio": threshold.ratio, "alpha": threshold.alpha},
    }  # fmt: skip
