"""Keys change and the issuer stops: who has a good token is let in, and nobody can make us ask it again and again (S7)."""

from pathlib import Path

import httpx
import jwt
import pytest

from deploy.local.issuer import Issuer
from shared.modalities.errors import Unauthenticated
from shared.runtime.http import authentication
from tests.unit.test_bad_tokens import ADDRESS, Hours, World

NAMES = ("wca-officer", "geneva-officer", "tcd-authority", "fra-authority")


class Counted(World):
    """It counts every time that it is asked, away or not."""

    asked = 0

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked += request.url.path == "/keys" or self.away
        return super()._answer(request)


def unknown(world: World, kid: str) -> str:
    """A token that names a key which nobody has published."""
    return jwt.encode(world.claims(), world.issuer._key, "EdDSA", {"kid": kid, "typ": "at+jwt"})


async def refused(world: World, kid: str) -> None:
    with pytest.raises(Unauthenticated):
        await world.verifier.verify(unknown(world, kid))


async def test_an_hour_without_the_issuer_refuses_no_valid_token_and_asks_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks, world = Hours(monkeypatch), Counted(tmp_path)
    assert await world.verifier.verify(world.issuer.token("geneva-officer"))
    world.away, before = True, world.asked
    for second in range(0, 3600, 10):
        clocks.passed = float(second)
        assert await world.verifier.verify(world.issuer.token(NAMES[second // 10 % len(NAMES)]))
        for number in range(5):
            await refused(world, f"unknown-{second}-{number}")
    assert 1 <= world.asked - before <= 61


@pytest.mark.control
async def test_without_the_pause_each_unknown_key_asks_the_issuer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "REFETCH_S", 0.0)
    world = Counted(tmp_path)
    assert await world.verifier.verify(world.issuer.token("geneva-officer"))
    before = world.asked
    for number in range(50):
        await refused(world, f"unknown-{number}")
    assert world.asked - before == 50


class Signing:
    """A key of the issuer under a name of its own."""

    def __init__(self, folder: Path, kid: str) -> None:
        self._issuer, self._kid = Issuer(folder / kid, ADDRESS, "development"), kid

    def published(self) -> dict[str, str]:
        """As it stands in the issuer's set."""
        return {**self._issuer.keys()["keys"][0], "kid": self._kid}

    def token(self, name: str) -> str:
        """A good token, signed with it."""
        claims = jwt.decode(self._issuer.token(name), options={"verify_signature": False})
        return self._issuer.signed(claims, kid=self._kid)


async def test_a_change_of_keys_refuses_no_valid_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both keys are published while tokens of the old one live; the first token of the new one is taken at once."""
    clocks, world = Hours(monkeypatch), Counted(tmp_path)
    old = Signing(tmp_path, "first")
    world.set = {"keys": [old.published()]}
    assert await world.verifier.verify(old.token("geneva-officer"))
    for change in range(1, 6):
        clocks.passed, new = change * 3600.0, Signing(tmp_path, f"key-{change}")
        world.set = {"keys": [old.published(), new.published()]}
        for name in NAMES:
            assert await world.verifier.verify(new.token(name))
            assert await world.verifier.verify(old.token(name))
        old = new
