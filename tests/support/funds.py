"""The fund as parties and officers meet it, over the roster's own interface on a real database (WM 7)."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.support.databases import as_

OFFICER, SECOND, THIRD = "wca-officer", "wca-officer-2", "wca-officer-3"
FRA, TCD, NER = "fra-authority", "tcd-authority", "ner-authority"
GIVEN, MADE = "/fund/contributions", "/fund/allotments"


def usd(amount: str) -> dict[str, str]:
    """An amount of money."""
    return {"amount": amount, "unit": "USD"}


@dataclass
class Fund:
    """The interface of a roster whose fund is on."""

    http: httpx.AsyncClient
    keys: "count[int]" = field(default_factory=count)

    async def say(self, who: str, path: str, body: Any = None) -> httpx.Response:
        """A command, decided on the version that stands."""
        headers = as_(who, f"fund-{next(self.keys):08}")
        answer = await self.http.post(path, json=body, headers=headers)
        if answer.status_code == 428:
            seen = await self.http.get(answer.json()["read"], headers=as_(who))
            if not seen.is_success:
                return seen
            answer = await self.http.post(path, json=body, headers=headers | {"If-Match": seen.headers["ETag"]})
        return answer

    async def done(self, who: str, path: str, body: Any = None) -> dict[str, Any]:
        """The same, which must succeed."""
        answer = await self.say(who, path, body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    async def no(self, who: str, path: str, body: Any = None) -> tuple[int, str]:
        """Why one is refused."""
        answer = await self.say(who, path, body)
        assert not answer.is_success, answer.text
        problem = answer.json()
        return answer.status_code, next((one["code"] for one in problem.get("errors", [])), problem["code"])

    async def read(self, who: str, path: str) -> Any:
        """What somebody reads."""
        answer = await self.http.get(path, headers=as_(who))
        assert answer.is_success, answer.text
        return answer.json()

    async def given(self, amount: str = "1000", by: str = FRA, **earmark: Any) -> str:
        """A contribution that came, recorded by the third officer."""
        body = {"money": usd(amount), "earmark": earmark, "language": "en"}
        one = str((await self.done(by, GIVEN, body))["contribution_id"])
        await self.done(THIRD, f"{GIVEN}/{one}/receipt", {"received_on": "2026-01-05"})
        return one

    async def proposed(self, given: str, amount: str, by: str = OFFICER, **said: Any) -> str:
        """An allotment that waits for a second person."""
        return str((await self.done(by, MADE, allotment(given, amount, **said)))["allotment_id"])

    async def approved(self, given: str, amount: str, **said: Any) -> str:
        """One that a second person approved and its State agreed to."""
        one = await self.proposed(given, amount, **said)
        await self.done(SECOND, f"{MADE}/{one}/decision", {"approved": True, "reason": "Urgent"})
        await self.done(TCD, f"{MADE}/{one}/answer", {"agreed": True})
        return one


def allotment(given: str, amount: str, **said: Any) -> dict[str, Any]:
    """What an officer proposes."""
    body = {
        "contribution_id": given, "money": usd(amount), "state": "iso3166:TCD", "functional_area": "registration",
        "purpose": {"request_id": "r-1", "line_id": "1"}, "reason": "Nobody offered it", "language": "en",
    }  # fmt: skip
    return body | said
