"""One life: a request is made, answered, perhaps found in line, agreed to be shown, matched, or taken back on the way.

Everything goes through the public interfaces, as the actors themselves would do it. Which way a life takes is chance with a
seed; what happens to it after that is what the mechanism makes of it.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from deploy.demo.client import Client, Refused
from deploy.sandbox.bodies import SHOWN, offer_body, request_body
from shared.contracts.vocabulary import SANDBOX, made_up_states

OFFICER = f"{SANDBOX}-officer"
PATIENCE_S = 20.0
Pause = Callable[[], Awaitable[None]]


def authority(state: str) -> str:
    """The actor that speaks for a made-up State."""
    return f"{state.lower()}-authority"


class Lives:
    """Lives one after another, and counts how they ended."""

    def __init__(self, client: Client, chance: random.Random, pause: Pause) -> None:
        self._client, self._chance, self._pause = client, chance, pause
        self.ended: Counter[str] = Counter()

    async def addresses(self) -> None:
        """Everyone gets a mailbox, so that mails and inboxes live too."""
        parties = [(OFFICER, f"unhcr-bureau:{SANDBOX}", "en")]
        parties += [(authority(s.code), f"iso3166:{s.code}", s.language) for s in made_up_states().values()]
        for who, party, language in parties:
            body = {"email": f"{who}@example.org", "language": language}
            await self._client.call(who, "PUT", "notifications", f"/directory/{party}", body)

    async def one(self) -> str:
        """One life from beginning to end; how it ended. A refusal by the mechanism is an end like others."""
        try:
            how = await self._live()
        except Refused as refused:
            how = f"refused_{refused.problem.get('code', refused.status)}"
        self.ended[how] += 1
        return how

    async def _live(self) -> str:
        chance = self._chance
        mine, theirs = chance.sample(sorted(made_up_states()), 2)
        request = await self._call(authority(mine), "POST", "intake", "/support-requests", request_body(mine, chance))
        where = f"/support-requests/{request['request_id']}"
        if chance.random() < 0.5:
            item = {"paragraph": "15.iii", "outcome": "not_met", "comment": "Please say how results last"}
            await self._call(OFFICER, "POST", "intake", f"{where}/feedback", {"items": [item]})
        if chance.random() < 0.1:
            await self._call(authority(mine), "POST", "intake", f"{where}/withdrawal", {"reason": "Made up"})
            return "withdrawn"
        in_line = chance.random() < 0.85
        await self._call(OFFICER, "POST", "intake", f"{where}/decision", {"in_line": in_line, "reason": "Made up"})
        if not in_line:
            return "not_in_line"
        consent = {"fields": SHOWN, "audiences": ["offerers", "public"] if chance.random() < 0.7 else ["offerers"]}
        await self._call(authority(mine), "PUT", "intake", f"{where}/consent", consent)
        if chance.random() < 0.15:
            await self._call(authority(mine), "DELETE", "intake", f"{where}/consent")
            return "agreement_withdrawn"
        return await self._match(request, mine, theirs)

    async def _match(self, request: dict[str, Any], mine: str, theirs: str) -> str:
        line = request["content"]["lines"][0]
        language = request["content"]["language"]
        body = offer_body(theirs, line["functional_area"], line["quantity"]["amount"], language, self._chance)
        offer = await self._call(authority(theirs), "POST", "roster", "/support-offers", body)
        wanted = {
            "request_id": request["request_id"], "request_line_id": line["line_id"], "offer_id": offer["offer_id"],
            "offer_line_id": "experts", "covers": line["quantity"], "quantity": line["quantity"],
        }  # fmt: skip
        match = await self._when_known(
            lambda: self._call(OFFICER, "POST", "matching", "/matches", {"lines": [wanted], "reason": "Made up"})
        )
        where = f"/matches/{match['match_id']}"

        async def reserved() -> dict[str, Any]:
            found = await self._client.call(OFFICER, "GET", "matching", where)
            if found["status"] == "reserving":
                raise Refused(409, {"title": "Not yet", "code": "reserving"})
            return found

        if (await self._when_known(reserved))["status"] != "reserved":
            return "not_reserved"
        for state in (mine, theirs):
            declines = self._chance.random() < 0.1
            said = {"answer": "declined", "reason_code": "timing"} if declines else {"answer": "accepted"}
            party = {"party": f"iso3166:{state}"}
            await self._call(authority(state), "POST", "matching", f"{where}/answer", party | said)
            if declines:
                return "declined"
        how = {"channel": "through_unhcr", "delivery_mode": "peer_to_peer"}
        await self._call(OFFICER, "POST", "matching", f"{where}/confirmation", how)
        return "matched"

    async def _call(self, who: str, method: str, service: str, path: str, body: Any = None) -> dict[str, Any]:
        await self._pause()
        return await self._client.call(who, method, service, path, body)

    async def _when_known(self, act: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """News travels over the bus: what a service has not heard of yet is tried again."""
        end = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                return await act()
            except Refused as refused:
                if asyncio.get_running_loop().time() > end or refused.status not in {404, 409, 422}:
                    raise
            await asyncio.sleep(0.2)
