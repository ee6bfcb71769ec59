"""The development issuer's code flow: a code is good once, with its verifier; an old refresh token ends the sign-in."""

import base64
import hashlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from deploy.local.code_flow import CodeFlow, Refused, chooser
from deploy.local.issuer import Issuer, RefusesProduction, UnknownActor

ASKED = {
    "response_type": "code", "client_id": "acsg-console", "redirect_uri": "http://127.0.0.1:1/sign-in/back",
    "state": "state", "nonce": "nonce", "code_challenge_method": "S256", "scope": "openid",
    "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).decode().rstrip("="),
}  # fmt: skip
SHOWN = {"client_id": "acsg-console", "redirect_uri": ASKED["redirect_uri"], "code_verifier": "verifier"}


@pytest.fixture
def flow(tmp_path: Path) -> CodeFlow:
    return CodeFlow(Issuer(tmp_path / "key", "http://issuer", "development"))


def code(flow: CodeFlow) -> str:
    return parse_qs(urlsplit(flow.grant(ASKED, "tcd-authority")).query)["code"][0]


def test_a_code_is_good_once(flow: CodeFlow) -> None:
    said = parse_qs(urlsplit(flow.grant(ASKED, "tcd-authority")).query)
    assert (said["state"], said["iss"]) == (["state"], ["http://issuer"])
    done = flow.exchanged(SHOWN | {"code": said["code"][0]})
    claims = jwt.decode(done["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["nonce"], claims["aud"]) == ("tcd-authority", "nonce", "acsg-console")
    assert jwt.get_unverified_header(done["access_token"])["typ"] == "at+jwt"
    with pytest.raises(Refused):
        flow.exchanged(SHOWN | {"code": said["code"][0]})


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "other"}, {"client_id": "other"}, {"redirect_uri": "http://other"}]
)
def test_a_code_takes_its_verifier_and_its_client(flow: CodeFlow, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        flow.exchanged(SHOWN | {"code": code(flow)} | wrong)


def test_an_old_refresh_token_ends_the_sign_in(flow: CodeFlow) -> None:
    first = flow.exchanged(SHOWN | {"code": code(flow)})["refresh_token"]
    client = {"client_id": "acsg-console"}
    second = flow.refreshed(client | {"refresh_token": first})["refresh_token"]
    for token in (first, second):
        with pytest.raises(Refused):
            flow.refreshed(client | {"refresh_token": token})


def test_signing_out_ends_it(flow: CodeFlow) -> None:
    done = flow.exchanged(SHOWN | {"code": code(flow)})
    flow.end(done["id_token"])
    with pytest.raises(Refused):
        flow.refreshed({"client_id": "acsg-console", "refresh_token": done["refresh_token"]})


@pytest.mark.parametrize(
    "name", ["response_type", "code_challenge_method", "state", "nonce", "code_challenge", "scope"]
)
def test_what_is_not_asked_as_it_has_to_be_is_refused(flow: CodeFlow, name: str) -> None:
    with pytest.raises(Refused):
        flow.grant({key: value for key, value in ASKED.items() if key != name}, "tcd-authority")


def test_nobody_unknown_signs_in_and_nothing_of_the_address_becomes_markup(flow: CodeFlow) -> None:
    with pytest.raises(UnknownActor):
        flow.grant(ASKED, "nobody")
    assert "<script>" not in chooser("wca", ASKED | {"state": '"><script>'})


def test_it_refuses_production(tmp_path: Path) -> None:
    with pytest.raises(RefusesProduction):
        Issuer(tmp_path / "key", "http://issuer", "production")
