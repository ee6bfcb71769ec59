"""A command for another deployment goes there with key, version and an exchanged token; a cut line is said (WM 6)."""

from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from services.gateway.http.owners import Forwarded, Owners
from services.gateway.settings import GatewaySettings
from shared.modalities.errors import NotPermitted
from shared.runtime.clock import SystemClock
from shared.runtime.token_format import PREFIX

ISSUER, WCA = "http://issuer.example/token", "http://wca.example"
SCOPE = "act-elsewhere:calls-for-offers"


class Lines:
    """The issuer and the owner in another deployment; what came to each."""

    def __init__(self, *, issuer: int = 200, owner: int | None = 200) -> None:
        self.asked: list[dict[str, str]] = []
        self.came: list[httpx.Request] = []
        self._issuer, self._owner = issuer, owner
        settings = GatewaySettings(
            database_url="postgresql://nowhere/none", mode="production", deployment="europe", token_url=ISSUER,
            peers={"wca": {"matching": WCA + "/"}},
        )  # fmt: skip
        self.owners = Owners(settings, SystemClock(), httpx.AsyncClient(transport=httpx.MockTransport(self._say)))

    def _say(self, request: httpx.Request) -> httpx.Response:
        if str(request.url) == ISSUER:
            self.asked.append({name: one[0] for name, one in parse_qs(request.content.decode()).items()})
            return httpx.Response(self._issuer, json={"access_token": f"for-{self.asked[-1]['audience']}"})
        self.came.append(request)
        if self._owner is None:
            raise httpx.ConnectError("cut")
        return httpx.Response(self._owner, json={"solicitation_id": "1"}, headers={"ETag": '"8"'})

    async def send(self, token: str | None = "own", **more: Any) -> Any:
        there = {"region": "wca", "scope": SCOPE} | more
        return await self.owners.command(
            "matching",
            "PUT",
            "/calls-for-offers/1/answer",
            {"a": 1},
            Forwarded(token, "chain", "fr"),
            "key-0001",
            7,
            **there,
        )


async def test_it_goes_with_key_version_and_a_token_for_there_alone() -> None:
    lines = Lines()
    done = await lines.send()
    assert (done.status, done.version, done.away) == (200, 8, False)
    (request,), (asked,) = lines.came, lines.asked
    assert str(request.url) == WCA + "/calls-for-offers/1/answer"
    assert (request.headers["Idempotency-Key"], request.headers["If-Match"]) == ("key-0001", '"7"')
    assert (request.headers["Authorization"], request.headers["X-Correlation-ID"]) == ("Bearer for-acsg:wca", "chain")
    assert request.headers["Accept-Language"] == "fr"
    assert (asked["audience"], asked["scope"], asked["subject_token"]) == ("acsg:wca", SCOPE, "own")


async def test_a_token_of_one_collection_is_not_shown_for_another() -> None:
    lines = Lines()
    for scope in (SCOPE, "act-elsewhere:matches", SCOPE):
        await lines.send(scope=scope)
    assert [one["scope"] for one in lines.asked] == [SCOPE, "act-elsewhere:matches"]


@pytest.mark.parametrize(("more", "came"), [({"owner": None}, 1), ({"issuer": 400}, 0), ({"owner": 502}, 1)])
async def test_a_cut_line_is_said_and_the_command_may_be_repeated(more: dict[str, Any], came: int) -> None:
    lines = Lines(**more)
    done = await lines.send()
    assert (done.status, done.body["code"], done.away, len(lines.came)) == (503, "owner_away", done.status == 503, came)


async def test_a_programs_token_goes_nowhere() -> None:
    lines = Lines()
    with pytest.raises(NotPermitted):
        await lines.send(PREFIX + "0" * 71)
    assert (lines.asked, lines.came) == ([], [])


@pytest.mark.control
async def test_at_home_nothing_is_exchanged() -> None:
    lines = Lines()
    await lines.send(region=None, scope=None)
    assert lines.asked == []
    assert lines.came[0].headers["Authorization"] == "Bearer own"
