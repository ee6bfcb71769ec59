"""The realm: clients, scopes and attributes, from the deployments that it serves. No person and no secret stands in it.

Secrets are written as ``${NAME}``: Keycloak reads them from its environment when the realm is imported.
"""

import json
from collections.abc import Mapping
from typing import Any

from deploy.keycloak.mappers import OF_A_PERSON, attribute, audience, signed_in_at, subject
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Role
from shared.modalities.access.scopes import BETWEEN

ACCESS_S = 300
IDLE_S = 3600
MOST_S = 12 * 3600
LOCALES = {"zh": "zh-CN"}
"""Keycloak's name of a language, where it has another."""
HIDDEN = {"include.in.token.scope": "false", "display.on.consent.screen": "false"}
NAMED = {"include.in.token.scope": "true", "display.on.consent.screen": "false"}


def to_peer(deployment: str) -> str:
    """The scope by which a service asks for a token of its own that is good at another deployment."""
    return f"acsg-to-{deployment}"


def secret(what: str, deployment: str) -> str:
    """Where Keycloak finds a secret."""
    return f"${{ACSG_{what}_SECRET_{deployment.upper()}}}"


def realm(consoles: Mapping[str, str], name: str = "acsg") -> dict[str, Any]:
    """deployment -> address of its console, as a realm to import."""
    return {
        "realm": name, "enabled": True, "sslRequired": "external", "registrationAllowed": False,
        "accessTokenLifespan": ACCESS_S, "ssoSessionIdleTimeout": IDLE_S, "ssoSessionMaxLifespan": MOST_S,
        "revokeRefreshToken": True, "refreshTokenMaxReuse": 0, "bruteForceProtected": True,
        "passwordPolicy": "length(15)", "internationalizationEnabled": True, "defaultLocale": "en",
        "supportedLocales": [LOCALES.get(one, one) for one in LANGUAGES], "eventsEnabled": True,
        "adminEventsEnabled": True, "clientScopes": scopes(list(consoles)),
        "defaultDefaultClientScopes": ["basic"], "clients": clients(consoles), "users": services(consoles),
        "components": {"org.keycloak.userprofile.UserProfileProvider": [profile()]},
    }  # fmt: skip


def scopes(deployments: list[str]) -> list[dict[str, Any]]:
    """What a token may be asked for: who it is, whom it speaks for, and what it is narrowed to between deployments."""

    def scope(name: str, attributes: Mapping[str, str], mappers: list[dict[str, Any]]) -> dict[str, Any]:
        said = {"name": name, "protocol": "openid-connect", "attributes": dict(attributes)}
        return said | {"protocolMappers": mappers}

    everywhere = [audience(one) for one in deployments]
    return [
        scope("basic", HIDDEN, [subject(), signed_in_at()]),
        scope("acsg", HIDDEN, [attribute(one) for one in OF_A_PERSON]),
        *(scope(to_peer(one), HIDDEN, [audience(one)]) for one in deployments),
        # Which of them a token is really for, who exchanges it says by its audience.
        *(scope(one, NAMED, everywhere) for one in BETWEEN),
    ]


def clients(consoles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The console of each deployment, and its services: the audience of its tokens, and the one who exchanges them."""
    return [made for one, url in consoles.items() for made in (console(one, url), services_of(one, list(consoles)))]


def console(deployment: str, url: str) -> dict[str, Any]:
    """People sign in by it: code with PKCE, and nothing else."""
    home = url.rstrip("/")
    return _client(f"acsg-console-{deployment}", secret("CONSOLE", deployment)) | {
        "standardFlowEnabled": True, "redirectUris": [f"{home}/sign-in/back"], "baseUrl": home,
        "defaultClientScopes": ["basic", "acsg"], "optionalClientScopes": [],
        "protocolMappers": [audience(deployment)],
        "attributes": {
            "pkce.code.challenge.method": "S256", "post.logout.redirect.uris": f"{home}/sign-in",
            "access.token.header.type.rfc9068": "true", "use.refresh.tokens": "true",
        },
    }  # fmt: skip


def services_of(deployment: str, deployments: list[str]) -> dict[str, Any]:
    """Services of a deployment: tokens of their own for each other one, and of people for one other at a time."""
    others = [to_peer(one) for one in deployments if one != deployment]
    return _client(f"acsg:{deployment}", secret("CLIENT", deployment)) | {
        "standardFlowEnabled": False, "serviceAccountsEnabled": True,
        "defaultClientScopes": ["basic", "acsg"], "optionalClientScopes": [*others, *BETWEEN],
        "attributes": {
            "standard.token.exchange.enabled": "true", "access.token.header.type.rfc9068": "true",
            "use.refresh.tokens": "false",
        },
    }  # fmt: skip


def services(deployments: Mapping[str, str]) -> list[dict[str, Any]]:
    """For whom a service speaks: its deployment, and no party."""
    return [
        {"username": f"service-account-acsg:{one}", "enabled": True, "serviceAccountClientId": f"acsg:{one}",
         "attributes": {"acsg_role": [Role.SERVICE.value], "acsg_region": [one]}}
        for one in deployments
    ]  # fmt: skip


def profile() -> dict[str, Any]:
    """Attributes of a person. Whom one speaks for an administrator says: nobody gives that to oneself."""
    admin = {"view": ["admin", "user"], "edit": ["admin"]}
    own = {"view": ["admin", "user"], "edit": ["admin", "user"]}
    choices = {"acsg_role": [one.value for one in Role if one is not Role.PUBLIC], "acsg_lang": list(LANGUAGES)}
    said: list[dict[str, Any]] = [
        {"name": one, "permissions": own} for one in ("username", "email", "firstName", "lastName")
    ]
    for one in OF_A_PERSON:
        allowed: dict[str, Any] = {"options": {"options": choices[one]}} if one in choices else {"length": {"max": 200}}
        said.append({"name": one, "permissions": own if one == "acsg_lang" else admin, "validations": allowed})
    return {
        "providerId": "declarative-user-profile",
        "config": {"kc.user.profile.config": [json.dumps({"attributes": said})]},
    }


def _client(name: str, kept: str) -> dict[str, Any]:
    return {
        "clientId": name, "enabled": True, "protocol": "openid-connect", "publicClient": False, "secret": kept,
        "implicitFlowEnabled": False, "directAccessGrantsEnabled": False, "serviceAccountsEnabled": False,
        "fullScopeAllowed": False, "frontchannelLogout": False,
    }  # fmt: skip
