"""Signing in at the development issuer: a page to choose a demo person, the code flow with PKCE, refresh with rotation.

OpenID Connect as a real issuer speaks it (RFC 6749, 7636, 9207): a code is good once and for a minute, a refresh token once;
whoever shows an old one ends all that came of that sign-in.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from deploy.demo.cast import CASTS
from deploy.local.issuer import Issuer, actor

CODE_S = 60
ACCESS_S = 300
REFRESH_S = 12 * 3600


class Refused(ValueError):
    """A request that the flow does not take; the words are an error code of RFC 6749."""


@dataclass(frozen=True)
class SignIn:
    """Who signed in, when, for whom; ``family`` holds together what is refreshed."""

    name: str
    client: str
    redirect: str
    nonce: str
    challenge: str
    at: int
    family: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    until: float = 0.0


def people(deployment: str) -> list[tuple[str, str]]:
    """Demo persons of a deployment, with what they are."""
    cast = CASTS.get(deployment)
    found = [(f"{deployment}-officer", "UNHCR, regional bureau")] if cast else []
    if cast:
        found = [(cast.authority, "competent authority"), (f"{cast.country.lower()}-office", "UNHCR, country office"),
                 *found, (cast.gives, "offering party")]  # fmt: skip
    return [*found, ("geneva-officer", "UNHCR, Secretariat in Geneva"), ("ner-authority", "another State's authority")]


def checked(asked: Mapping[str, str]) -> SignIn:
    """A sign-in that is asked for, by nobody yet. Raises Refused."""
    to = urlsplit(asked.get("redirect_uri", ""))
    if to.scheme not in {"http", "https"} or not to.netloc or to.fragment:
        raise Refused("invalid_request: redirect_uri is an address of the client")
    wanted = {"response_type": "code", "code_challenge_method": "S256"}
    if wrong := [name for name, value in wanted.items() if asked.get(name) != value]:
        raise Refused(f"invalid_request: {', '.join(wrong)}")
    if missing := [one for one in ("client_id", "state", "nonce", "code_challenge") if not asked.get(one)]:
        raise Refused(f"invalid_request: {', '.join(missing)} missing")
    if "openid" not in asked.get("scope", "").split():
        raise Refused("invalid_scope: openid is asked for")
    return SignIn("", asked["client_id"], asked["redirect_uri"], asked["nonce"], asked["code_challenge"], 0)


def chooser(deployment: str, asked: Mapping[str, str]) -> str:
    """The page on which a demo person is chosen: nobody is asked for a password here."""
    rows = "".join(
        f'<li><a href="/authorize?{escape(urlencode({**asked, "login_hint": name}), quote=True)}">{escape(name)}</a>'
        f" <span>{escape(what)}</span></li>"
        for name, what in people(deployment)
    )
    hidden = "".join(
        f'<input type="hidden" name="{escape(name, quote=True)}" value="{escape(value, quote=True)}">'
        for name, value in asked.items()
        if name != "login_hint"
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Development sign-in</title><style>body{{font:1.1rem/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}}
a{{font-weight:bold;display:inline-block;padding:.5rem 0}}</style><h1>Who are you?</h1>
<p>Development issuer of {escape(deployment)}: made-up persons, no passwords. It refuses production.</p><ul>{rows}</ul>
<form action="/authorize"><p><label>Another demo person, such as fra-authority
<input name="login_hint" required></label> {hidden}<button>Sign in</button></p></form></html>"""


class CodeFlow:
    """Codes and refresh tokens of one issuer, in memory: a restart signs everybody out."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._codes: dict[str, SignIn] = {}
        self._refresh: dict[str, SignIn] = {}
        self._ended: set[str] = set()

    def grant(self, asked: Mapping[str, str], name: str) -> str:
        """Where the browser goes with its code. Raises Refused, UnknownActor."""
        actor(name)
        now = time.time()
        one = replace(checked(asked), name=name, at=int(now), until=now + CODE_S)
        code = secrets.token_urlsafe(24)
        self._codes[code] = one
        said = {"code": code, "state": asked["state"], "iss": self._issuer.address}
        return one.redirect + ("&" if "?" in one.redirect else "?") + urlencode(said)

    def exchanged(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Tokens for a code, which is good once. Raises Refused."""
        one = self._codes.pop(asked.get("code", ""), None)
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if one is None or one.until < time.time() or proof != one.challenge:
            raise Refused("invalid_grant")
        if asked.get("redirect_uri") != one.redirect or asked.get("client_id") != one.client:
            raise Refused("invalid_grant")
        return self._tokens(one)

    def refreshed(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """New tokens for a refresh token, which is good once; an old one ends its family. Raises Refused."""
        one = self._refresh.get(asked.get("refresh_token", ""))
        if one is None or asked.get("client_id") != one.client:
            raise Refused("invalid_grant")
        used, one = one.until == 0, replace(one, until=0)
        self._refresh[asked["refresh_token"]] = one
        if used:
            self._ended.add(one.family)
        if one.family in self._ended:
            raise Refused("invalid_grant")
        return self._tokens(one)

    def end(self, id_token: str) -> None:
        """Ends a sign-in by its ID token; what is none ends nothing."""
        family = self._issuer.family_of(id_token)
        if family:
            self._ended.add(family)

    def _tokens(self, one: SignIn) -> dict[str, Any]:
        now, refresh = int(time.time()), secrets.token_urlsafe(32)
        self._refresh[refresh] = replace(one, until=now + REFRESH_S)
        identity = {
            "iss": self._issuer.address, "aud": one.client, "sub": one.name, "iat": now, "exp": now + ACCESS_S,
            "nonce": one.nonce, "auth_time": one.at, "sid": one.family,
        }  # fmt: skip
        return {
            "access_token": self._issuer.token(one.name, seconds=ACCESS_S),
            "id_token": self._issuer.signed(identity, typ="JWT"),
            "refresh_token": refresh, "token_type": "Bearer", "expires_in": ACCESS_S,
        }  # fmt: skip
