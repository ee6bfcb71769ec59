"""What a session rests on: keys, tokens of forms, where a sign-in may lead to."""

import base64
import secrets

import pytest
from pydantic import ValidationError

from services.console.http.edge import policy
from services.console.http.register import is_ours as is_page
from services.console.identity.forgery import form_token, is_ours, is_token_of
from services.console.identity.keys import Keyring, UnreadableSecret
from services.console.settings import ConsoleSettings

ORIGIN = "https://console.example"


def test_what_was_sealed_opens_with_an_older_key_too_and_for_its_purpose_alone() -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    sealed = Keyring([old]).seal(b"words", b"one")
    assert Keyring([new, old]).open(sealed, b"one") == b"words"
    for keys, purpose, given in (
        ([new], b"one", sealed),
        ([old], b"other", sealed),
        ([old], b"one", sealed[:-1] + b"x"),
    ):
        with pytest.raises(UnreadableSecret):
            Keyring(keys).open(given, purpose)


def test_production_needs_keys_and_keys_have_32_bytes() -> None:
    with pytest.raises(ValidationError, match="console_keys is needed"):
        ConsoleSettings(database_url="x", mode="production")
    with pytest.raises(ValidationError, match="32 bytes"):
        ConsoleSettings(database_url="x", console_keys=base64.b64encode(b"short").decode())
    assert ConsoleSettings(database_url="x", mode="development").keys == []


def test_a_form_token_is_masked_anew_and_holds_for_its_session_alone() -> None:
    one, other = form_token("handle"), form_token("handle")
    assert one != other
    assert is_token_of(one, "handle")
    assert is_token_of(other, "handle")
    assert not is_token_of(one, "another")
    assert not is_token_of("", "handle")
    assert not is_token_of("%%%", "handle")


@pytest.mark.parametrize(
    ("headers", "token", "taken"),
    [
        ({"sec-fetch-site": "same-origin"}, "", True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, "", True),
        ({"sec-fetch-site": "cross-site"}, "good", False),
        ({"sec-fetch-site": "same-site"}, "good", False),
        ({"origin": ORIGIN}, "", True),
        ({"origin": "https://evil.example"}, "good", False),
        ({}, "good", True),
        ({"origin": "null"}, "good", True),
        ({}, "", False),
        ({"origin": "null"}, "bad", False),
    ],
)
def test_a_form_is_ours_by_what_the_browser_says_else_by_its_token(
    headers: dict[str, str], token: str, taken: bool
) -> None:
    given = form_token("handle") if token == "good" else token
    assert is_ours(headers, ORIGIN, given, "handle") is taken
    assert not is_ours({}, ORIGIN, form_token("handle"), None)


def test_a_sign_in_leads_to_pages_of_ours_alone() -> None:
    assert is_page("/")
    assert is_page("/requests/1?x=1")
    for foreign in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/nothing/there",
        "",
        "/sign-out",
        "/\n",
    ):
        assert not is_page(foreign), foreign


def test_the_policy_names_no_other_source() -> None:
    said = policy("abc", "https://issuer.example")
    assert "'unsafe" not in said
    assert "default-src 'none'" in said
    assert "frame-ancestors 'none'" in said
    assert "form-action 'self' https://issuer.example" in said
