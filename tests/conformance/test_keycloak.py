"""Keycloak as the issuer of a region: people sign in, act, are narrowed between deployments, and give themselves no role."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest

from deploy.local.stack import Stack
from services.console.identity.issuer import BACK
from shared.modalities.access.actor import Role
from shared.modalities.errors import Unauthenticated
from shared.runtime.clock import SystemClock
from shared.runtime.federation.tokens import AddressedTokens
from shared.runtime.http.asking import asking
from shared.runtime.http.authentication import TokenVerifier
from shared.runtime.settings import RuntimeSettings
from tests.conformance.conftest import PEOPLE
from tests.support.at_keycloak import AtKeycloak, tokens
from tests.support.bodies import request_body
from tools.keycloak.server import Keycloak


def said(token: str) -> dict[str, Any]:
    """The claims of a token."""
    return dict(jwt.decode(token, options={"verify_signature": False}))


def settings(keycloak: Keycloak, deployment: str) -> RuntimeSettings:
    """A service of a deployment that takes tokens of this realm."""
    return RuntimeSettings(
        service="x", database_url="postgresql://x", deployment=deployment, issuer=keycloak.issuer,
        token_url=keycloak.token_url, client=f"acsg:{deployment}", peer_scope="acsg-to-{deployment}",
        client_secret=keycloak.secrets[f"ACSG_CLIENT_SECRET_{deployment.upper()}"],
    )  # type: ignore[call-arg]  # fmt: skip


@pytest.fixture
def chad(region: Stack) -> Iterator[AtKeycloak]:
    person = AtKeycloak(region.addresses["console"], "tchad")
    yield person
    person.close()


def home(region: Stack) -> str:
    """Where people come back to."""
    return region.addresses["console"] + BACK


def access(keycloak: Keycloak, region: Stack, name: str) -> str:
    """A person's access token."""
    return str(tokens(keycloak, "wca", home(region), name)["access_token"])


async def test_each_role_is_who_it_is_by_keycloaks_word(keycloak: Keycloak, region: Stack) -> None:
    verifier = TokenVerifier(settings(keycloak, "wca"))
    for name, attributes in PEOPLE.items():
        token = access(keycloak, region, name)
        if "acsg_role" not in attributes:
            with pytest.raises(Unauthenticated):
                await verifier.verify(token)
            continue
        actor = await verifier.verify(token)
        assert (actor.role, actor.party) == (Role(attributes["acsg_role"]), attributes["acsg_party"])
        assert (actor.region, actor.language) == (attributes.get("acsg_region"), attributes["acsg_lang"])
        assert (actor.scopes, actor.via) == (None, None)


def test_a_person_signs_in_by_keycloaks_page_and_its_request_is_read(
    keycloak: Keycloak, region: Stack, chad: AtKeycloak
) -> None:
    assert chad.sign_in("/account").status == 200
    assert 'lang="fr"' in chad.asked[0], "Keycloak's page is in the language of ours"
    headers = {"Authorization": f"Bearer {access(keycloak, region, 'tchad')}", "Idempotency-Key": "conformance-1"}
    url = f"{region.addresses['intake']}/support-requests"
    made = httpx.post(url, json=request_body(title="Une demande par Keycloak"), headers=headers, trust_env=False)
    assert made.status_code == 201, made.text
    assert "Une demande par Keycloak" in chad.until("/requests", "Une demande par Keycloak").text


def test_who_has_no_role_is_told_and_sees_nothing(region: Stack) -> None:
    person = AtKeycloak(region.addresses["console"], "personne")
    seen = person.sign_in("/requests")
    assert seen.path.startswith("/sign-in"), seen.url
    assert "Une demande" not in seen.text
    person.close()


def test_a_session_outlives_its_access_tokens_and_ends_when_it_is_ended_at_keycloak(
    keycloak: Keycloak, region: Stack, chad: AtKeycloak
) -> None:
    keycloak.ask("PUT", "", json={"accessTokenLifespan": 3})
    try:
        assert chad.sign_in("/account").status == 200
        for _ in range(3):  # each refresh token is good once
            time.sleep(4)
            assert chad.see("/account").path == "/account"
        who = keycloak.ask("GET", "/users", params={"username": "tchad", "exact": "true"}).json()[0]["id"]
        keycloak.ask("POST", f"/users/{who}/logout")
        time.sleep(4)
        assert chad.see("/account").path == "/sign-in"
    finally:
        keycloak.ask("PUT", "", json={"accessTokenLifespan": 300})


def test_signing_out_ends_the_session_at_keycloak_too(region: Stack, chad: AtKeycloak) -> None:
    page = chad.sign_in("/account")
    form = next(one for one in page.forms() if one.action == "/sign-out")
    out = chad.once("POST", "/sign-out", data=dict(form.fields))
    assert out.status_code == 303
    assert "/protocol/openid-connect/logout?" in out.headers["location"]
    left = chad.at_issuer("GET", out.headers["location"])
    assert left.headers["location"].startswith(f"{region.addresses['console']}/sign-in")
    before = len(chad.asked)
    chad.sign_in("/account")
    assert len(chad.asked) == before + 1, "the password is asked for again"


def test_a_sign_in_without_pkce_or_back_to_elsewhere_is_refused(keycloak: Keycloak, region: Stack) -> None:
    without = tokens(keycloak, "wca", home(region), "tchad", code_challenge=None, code_challenge_method=None)
    assert without["error"] == "invalid_request"
    plain = tokens(keycloak, "wca", home(region), "tchad", code_challenge_method="plain")
    assert plain["error"] == "invalid_request"
    with pytest.raises(AssertionError, match=r"redirect_uri|Invalid"):
        tokens(keycloak, "wca", "https://elsewhere.example/back", "tchad")


async def test_a_token_is_good_at_one_deployment_and_an_id_token_at_none(keycloak: Keycloak, region: Stack) -> None:
    given = tokens(keycloak, "wca", home(region), "tchad")
    assert said(given["access_token"])["aud"] == "acsg:wca"
    assert "acsg_role" not in said(given["id_token"])
    await TokenVerifier(settings(keycloak, "wca")).verify(given["access_token"])
    for deployment, token in (("esa", given["access_token"]), ("wca", given["id_token"])):
        with pytest.raises(Unauthenticated):
            await TokenVerifier(settings(keycloak, deployment)).verify(token)


async def test_services_have_tokens_for_one_addressee_and_persons_are_narrowed(
    keycloak: Keycloak, region: Stack
) -> None:
    there = TokenVerifier(settings(keycloak, "esa"))
    async with asking(30) as http:
        addressed = AddressedTokens(settings(keycloak, "wca"), SystemClock(), lambda: http)
        own = await addressed.own("esa")
        assert said(own)["aud"] == "acsg:esa"
        service = await there.verify(own)
        assert (service.role, service.region, service.party, service.via) == (Role.SERVICE, "wca", None, None)
        for scope in ("read-elsewhere", "act-elsewhere:matches"):
            shown = await addressed.of_person(access(keycloak, region, "tchad"), "esa", scope)
            assert said(shown)["aud"] == "acsg:esa"
            person = await there.verify(shown)
            assert (person.party, person.scopes, person.via) == ("iso3166:TCD", frozenset({scope}), "acsg:wca")
            with pytest.raises(Unauthenticated):
                await TokenVerifier(settings(keycloak, "wca")).verify(shown)


async def test_what_services_exchange_without_a_scope_does_nothing(keycloak: Keycloak, region: Stack) -> None:
    """A deployment that is broken into asks for a person's whole token at another one: Keycloak gives it, we do not take it so."""
    mine = settings(keycloak, "wca")
    assert mine.client_secret is not None
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "audience": "acsg:esa", "scope": "acsg-to-esa",
        "subject_token": access(keycloak, region, "tchad"), "client_id": "acsg:wca",
        "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "client_secret": mine.client_secret.get_secret_value(),
    }  # fmt: skip
    async with asking(30) as http:
        given = (await http.post(keycloak.token_url, data=form)).raise_for_status().json()["access_token"]
    assert said(given)["acsg_role"] == "state_authority"
    actor = await TokenVerifier(settings(keycloak, "esa")).verify(given)
    assert (actor.scopes, actor.via) == (frozenset(), "acsg:wca")


def test_nobody_gives_oneself_a_role(keycloak: Keycloak) -> None:
    profile = keycloak.ask("GET", "/users/profile").json()
    edits = {one["name"]: one["permissions"]["edit"] for one in profile["attributes"]}
    assert {name: edits[name] for name in ("acsg_role", "acsg_party", "acsg_region")} == {
        "acsg_role": ["admin"], "acsg_party": ["admin"], "acsg_region": ["admin"],
    }  # fmt: skip
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        keycloak.person("rogue", "une phrase assez longue", acsg_role="emperor")
