"""A person with a password before Keycloak's own pages, and before the console that sends it there."""

import base64
import hashlib
import re
import secrets
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from shared.runtime.http.asking import KEPT
from tests.support.person import Person, Seen
from tools.keycloak.server import Keycloak

PASSWORD = "une phrase assez longue"
"""Of made-up persons in a realm that lives as long as a test."""


class AtKeycloak(Person):
    """One browser with two places in it: the console's cookies, and those of Keycloak."""

    def __init__(self, base: str, name: str, language: str = "fr") -> None:
        super().__init__(base, name, language)
        self.issuers = httpx.Client(timeout=60, follow_redirects=False, trust_env=False, limits=KEPT)
        self.kept: dict[str, str] = {}
        self.asked: list[str] = []

    def at_issuer(self, method: str, url: str, **more: Any) -> httpx.Response:
        """One request to Keycloak. A browser takes loopback for safe, and sends what is for safe connections alone."""
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items())} if self.kept else {}
        answer = self.issuers.request(method, url, headers=cookies, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value, gone = rest.split(";")[0], "max-age=0" in rest.lower()
            self.kept = {key: one for key, one in self.kept.items() if key != name} | ({} if gone else {name: value})
        self.issuers.cookies.clear()
        return answer

    def close(self) -> None:
        """Closes the browser."""
        self.issuers.close()
        super().close()

    def sign_in(self, to: str = "/") -> Seen:
        """By Keycloak's page, which asks for a password, or by the session that is open there."""
        begun = self.once("GET", "/sign-in/start", params={"login_hint": self.name, "to": to})
        assert begun.status_code == 303, begun.text
        return self.go("GET", self.answered(begun.headers["location"], PASSWORD))

    def answered(self, address: str, password: str) -> str:
        """Where Keycloak sends the browser with its answer. Raises AssertionError with what its page says in its place."""
        answer = self.at_issuer("GET", address)
        if answer.is_success:
            self.asked.append(answer.text)
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            assert form is not None, answer.text[:3000]
            said = {"username": self.name, "password": password, "credentialId": ""}
            answer = self.at_issuer("POST", unescape(form.group(1)), data=said)
        assert answer.status_code in {302, 303}, re.sub(r"<[^>]*>|\s+", " ", answer.text)[:2000]
        return str(answer.headers["location"])


def tokens(keycloak: Keycloak, deployment: str, redirect: str, name: str, **left: Any) -> dict[str, Any]:
    """A person's tokens by the code flow, as the console gets them. ``left``: parameters said otherwise; None: left out."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    client, kept = f"acsg-console-{deployment}", keycloak.secrets[f"ACSG_CONSOLE_SECRET_{deployment.upper()}"]
    asked = {
        "response_type": "code", "client_id": client, "redirect_uri": redirect, "scope": "openid", "state": "s", "nonce": "n",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="), "code_challenge_method": "S256",
    } | left  # fmt: skip
    person = AtKeycloak("http://127.0.0.1", name)
    said = {key: value for key, value in asked.items() if value is not None}
    try:
        back = person.answered(f"{keycloak.issuer}/protocol/openid-connect/auth?{urlencode(said)}", PASSWORD)
    finally:
        person.close()
    got = {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}
    if "code" not in got:
        return got
    form = {
        "grant_type": "authorization_code",
        "code": got["code"],
        "redirect_uri": redirect,
        "code_verifier": verifier,
    }
    answer = httpx.post(keycloak.token_url, data=form, auth=(client, kept), trust_env=False)
    return dict(answer.json())
