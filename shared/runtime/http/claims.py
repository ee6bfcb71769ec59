"""What a well-signed token has to say before it is believed: for whom it is, for how long, and who speaks by it."""

from hashlib import sha256
from typing import Any

import jwt

from shared.modalities.access.actor import APPLICANT, Actor, Role
from shared.modalities.access.scopes import BETWEEN
from shared.modalities.errors import Unauthenticated
from shared.runtime.settings import AUDIENCE, RuntimeSettings

ALGORITHMS = ["EdDSA", "ES256", "RS256"]


def refused(words: str = "The bearer token is not acceptable") -> Unauthenticated:
    """The refusal of a token."""
    return Unauthenticated("invalid_token", words)


def key_set(document: Any) -> dict[str, jwt.PyJWK]:
    """The keys of an issuer's set that tokens may be signed with, by their identifier. Raises ValueError, KeyError."""
    listed = document["keys"]
    if not isinstance(listed, list):
        raise ValueError("the key set holds no list of keys")
    if not listed:
        return {}
    return {k.key_id: k for k in jwt.PyJWKSet.from_dict(document).keys if k.key_id and k.algorithm_name in ALGORITHMS}


def hold_to_limits(claims: dict[str, Any], settings: RuntimeSettings) -> None:
    """Raises Unauthenticated for a token that is good elsewhere too, or lives longer than this deployment lets one live."""
    named = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    others = [
        one for one in named if not isinstance(one, str) or (one.startswith(AUDIENCE) and one != settings.audience)
    ]
    if others:
        raise refused("The token is for another deployment too; it has to be for this one alone")
    moments = {name: claims[name] for name in ("iat", "exp", "nbf") if name in claims}
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in moments.values()):
        raise refused()
    lives = moments["exp"] - moments["iat"]
    if not 0 < lives <= settings.token_most_s:
        raise refused(f"The token may live {settings.token_most_s:.0f} s at most, from iat to exp")


_PARTY = {
    Role.STATE_AUTHORITY: "iso3166:",
    Role.COUNTRY_OFFICE: "unhcr-office:",
    Role.BUREAU_OFFICER: "unhcr-bureau:",
    Role.GENEVA_OFFICER: "unhcr:",
    Role.STAKEHOLDER: "",
    Role.INTEGRATOR: "",
}
"""For whom each role speaks: how the party begins. A service speaks for nobody, an applicant for nobody yet."""


def actor_from(claims: dict[str, Any]) -> Actor:
    """The actor of verified claims. Raises Unauthenticated naming what its role needs and the token does not say."""
    try:
        role = Role(claims["acsg_role"])
    except (KeyError, ValueError, TypeError) as fault:
        raise refused() from fault
    texts = [claims.get("sub"), claims.get("acsg_party"), claims.get("acsg_region"), claims.get("acsg_lang", "en")]
    if not all(text is None or (isinstance(text, str) and 0 < len(text) <= 200) for text in texts):
        raise refused()
    subject, party, region, language = texts
    if role in (Role.BUREAU_OFFICER, Role.SERVICE) and region is None:
        raise refused(f"A token of a {role.value} names its deployment (acsg_region)")
    if role is Role.SERVICE and party is not None:
        raise refused("A service speaks for no party (acsg_party)")
    if role is Role.APPLICANT and party is not None:
        raise refused("An applicant speaks for no party yet (acsg_party)")
    if role not in (Role.SERVICE, Role.PUBLIC, Role.APPLICANT) and (
        party is None or not party.startswith(_PARTY[role])
    ):
        raise refused(f"A token of a {role.value} names its party (acsg_party), as {_PARTY[role]}...")
    if role is Role.PUBLIC or not subject:
        raise refused("A token says who speaks by it (sub, acsg_role)")
    if role is Role.APPLICANT:
        party = _applicant(claims.get("iss"), subject)
    via = _via(claims, role)
    return Actor(subject, role, party, region, language or "en", _narrowed(claims, via), via)


def _applicant(issuer: object, subject: str) -> str:
    """Under what an applicant stands in its own application: the same at each login, another for everybody, and nobody's name."""
    return APPLICANT + sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]


def _via(claims: dict[str, Any], role: Role) -> str | None:
    """Who had a person's token exchanged (RFC 8693, 4.1). Raises Unauthenticated where it is not said as a name.

    An issuer that writes no ``act`` (Keycloak) names by ``azp`` to whom it gave the token: where that is the services of a
    deployment, it is a person's token that they had exchanged, whatever it is narrowed to.
    """
    if "act" in claims:
        named = claims["act"].get("sub") if isinstance(claims["act"], dict) else None
        if not isinstance(named, str) or not 0 < len(named) <= 200:
            raise refused()
        return named
    given_to = claims.get("azp")
    if role is Role.SERVICE or not isinstance(given_to, str) or not given_to.startswith(AUDIENCE):
        return None
    if len(given_to) > 200:
        raise refused()
    return given_to


def _narrowed(claims: dict[str, Any], via: str | None) -> frozenset[str] | None:
    """What a token is narrowed to that was exchanged for us by another deployment; None for one that somebody logged in by."""
    said = claims.get("scope")
    scopes = frozenset(said.split()) if isinstance(said, str) else frozenset[str]()
    # An intersection with keys is a set, which makes an actor that no cache takes.
    known = frozenset(BETWEEN).intersection(scopes)
    return known if via is not None or known else None
