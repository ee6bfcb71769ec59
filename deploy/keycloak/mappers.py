"""What Keycloak writes into a token: each claim of ``docs/tokens.md`` from where it knows it."""

from typing import Any

OF_A_PERSON = ("acsg_role", "acsg_party", "acsg_region", "acsg_lang")
"""Attributes of a person that its access tokens say. Only an administrator writes them."""


def mapper(name: str, kind: str, **config: str) -> dict[str, Any]:
    """One of Keycloak's protocol mappers."""
    return {"name": name, "protocol": "openid-connect", "protocolMapper": kind, "config": config}


def attribute(name: str) -> dict[str, Any]:
    """An attribute of the person as a claim of its access tokens, and of nothing that is for programs of others."""
    return mapper(
        name, "oidc-usermodel-attribute-mapper",
        **{"user.attribute": name, "claim.name": name, "jsonType.label": "String", "access.token.claim": "true",
           "id.token.claim": "false", "userinfo.token.claim": "false", "introspection.token.claim": "false"},
    )  # fmt: skip


def audience(deployment: str) -> dict[str, Any]:
    """The deployment that a token is good at."""
    named = f"acsg:{deployment}"
    said = {"included.client.audience": named, "access.token.claim": "true", "id.token.claim": "false"}
    return mapper(f"for {named}", "oidc-audience-mapper", **said)


def subject() -> dict[str, Any]:
    """Who it is: the same at each sign-in, and nobody's name."""
    return mapper("sub", "oidc-sub-mapper", **{"access.token.claim": "true", "introspection.token.claim": "true"})


def signed_in_at() -> dict[str, Any]:
    """When the person signed in, which the console asks for what no program may do."""
    said = {"user.session.note": "AUTH_TIME", "claim.name": "auth_time", "jsonType.label": "long"}
    return mapper(
        "auth_time", "oidc-usersessionmodel-note-mapper",
        **said, **{"id.token.claim": "true", "access.token.claim": "false"},
    )  # fmt: skip
