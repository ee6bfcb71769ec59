"""The development issuer: OpenID Connect discovery, keys, and tokens for demo actors. Refuses to be used in production.

Actor names: ``tcd-authority`` (competent authority of Chad), ``tcd-office`` (country office), an organisation's code
(``euaa``), ``wca-officer`` and ``wca-officer-2`` (bureau), ``wca-service`` (its programs), ``geneva-officer``,
``integrator-<name>``.
"""

import re
import time
from pathlib import Path
from typing import Any

import jwt
import pycountry
from babel.languages import get_official_languages
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.made_once import made_once
from shared.contracts.vocabulary import deployments, made_up_states, organisations
from shared.modalities.access.actor import Actor, Role
from shared.runtime.settings import AUDIENCE

KEY_ID = "development"
HOURS = 12
EXCHANGED_S = 300
"""How long a token lives that a service got to show to another deployment."""


class UnknownActor(LookupError):
    """A name that no demo actor has; says what is possible."""


class RefusesProduction(RuntimeError):
    """The development issuer was asked to work in production mode."""


def actor(name: str) -> Actor:
    """The actor a name stands for. Raises UnknownActor."""
    if found := re.fullmatch(r"([a-z]{3})-(authority|office)", name):
        code, made_up = found.group(1).upper(), made_up_states().get(found.group(1).upper())
        country = pycountry.countries.get(alpha_3=code)
        if made_up is not None or country is not None:
            language = made_up.language if made_up else _language(country.alpha_2 if country else "")
            if found.group(2) == "authority":
                return Actor(name, Role.STATE_AUTHORITY, f"iso3166:{code}", None, language)
            return Actor(name, Role.COUNTRY_OFFICE, f"unhcr-office:{code}", None, language)
    if name in organisations():
        return Actor(name, Role.STAKEHOLDER, f"org:{name}")
    if found := re.fullmatch(r"org-([a-z0-9-]{2,60})", name):
        return Actor(name, Role.STAKEHOLDER, f"org:{found.group(1)}")
    if re.fullmatch(r"applicant-[a-z0-9-]{1,40}", name):
        return Actor(name, Role.APPLICANT)
    if name == "geneva-officer":
        return Actor(name, Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva")
    if (found := re.fullmatch(r"([a-z]+)-officer(-\d)?", name)) and found.group(1) in deployments():
        return Actor(name, Role.BUREAU_OFFICER, f"unhcr-bureau:{found.group(1)}", found.group(1))
    if (found := re.fullmatch(r"([a-z]+)-service", name)) and found.group(1) in deployments():
        return Actor(name, Role.SERVICE, None, found.group(1))
    if found := re.fullmatch(r"integrator-([a-z0-9-]{2,30})", name):
        return Actor(name, Role.INTEGRATOR, f"org:{found.group(1)}")
    raise UnknownActor(
        f"No demo actor is called '{name}'. There are: <iso3>-authority (tcd-authority), <iso3>-office, "
        f"<deployment>-officer, -officer-2 and -service ({', '.join(deployments())}), geneva-officer, integrator-<name>, "
        f"applicant-<name>, org-<code> of an organisation that was registered, "
        f"and the organisations {', '.join(organisations())}."
    )


def _language(alpha_2: str) -> str:
    """One of the six languages of the system that is official there, French before Arabic; else English."""
    official = get_official_languages(alpha_2, de_facto=True)
    return next((code for code in ("en", "fr", "es", "ru", "zh", "ar") if code in official), "en")


class NotExchanged(ValueError):
    """A token that is none of ours, or not of the deployment that wants it exchanged."""


class Issuer:
    """Keeps one Ed25519 key in a file and signs tokens with it, each for one deployment."""

    def __init__(self, key_file: Path, address: str, mode: str, deployment: str = "wca") -> None:
        if mode != "development":
            raise RefusesProduction("The development issuer does not work in production mode: use a real issuer")
        self.address, self.deployment = address, deployment
        plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        kept = made_once(key_file, lambda: Ed25519PrivateKey.generate().private_bytes(*plain))
        key = serialization.load_pem_private_key(kept, None)
        assert isinstance(key, Ed25519PrivateKey)
        self._key = key

    def token(self, name: str, now: float | None = None, seconds: int = HOURS * 3600) -> str:
        """A signed token for a demo actor, good for twelve hours if nothing else is said. Raises UnknownActor."""
        who, moment = actor(name), int(time.time() if now is None else now)
        claims: dict[str, Any] = {
            "iss": self.address, "aud": AUDIENCE + self.deployment, "sub": who.subject, "iat": moment,
            "exp": moment + seconds, "acsg_role": who.role.value, "acsg_lang": who.language,
        }  # fmt: skip
        claims |= {k: v for k, v in (("acsg_party", who.party), ("acsg_region", who.region)) if v}
        return self.signed(claims)

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """These claims as a token."""
        return jwt.encode(claims, self._key, "EdDSA", {"kid": KEY_ID, "typ": "at+jwt"} | header)

    def for_peer(self, client: str, audience: str) -> str:
        """A service's own token, good at one deployment alone and for minutes. Raises UnknownActor."""
        claims = jwt.decode(self.token(client), options={"verify_signature": False})
        return self.signed(claims | {"aud": audience, "exp": claims["iat"] + EXCHANGED_S})

    def exchanged(self, client: str, token: str, audience: str, scope: str) -> str:
        """A person's token for another deployment, narrowed to a scope (RFC 8693). Raises NotExchanged, UnknownActor.

        Only the services of the deployment that a token is for may show it further.
        """
        home = AUDIENCE + str(actor(client).region)
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._key.public_key(), ["EdDSA"], audience=home, issuer=self.address,
                options={"require": ["exp", "iat", "sub"]},
            )  # fmt: skip
        except jwt.PyJWTError as fault:
            raise NotExchanged("the token is none of this issuer's for your deployment") from fault
        if "act" in claims:
            raise NotExchanged("the token was exchanged already")
        moment = int(time.time())
        until = min(int(claims["exp"]), moment + EXCHANGED_S)
        narrowed = {"aud": audience, "iat": moment, "exp": until, "scope": scope, "act": {"sub": client}}
        return self.signed(claims | narrowed)

    def family_of(self, id_token: str) -> str | None:
        """The sign-in that an ID token of ours is of, also after its end; None for what is none."""
        try:
            claims = jwt.decode(
                id_token, self._key.public_key(), ["EdDSA"], issuer=self.address,
                options={"verify_exp": False, "verify_aud": False},
            )  # fmt: skip
        except jwt.PyJWTError:
            return None
        return str(claims["sid"]) if "sid" in claims else None

    def keys(self) -> dict[str, Any]:
        """The public keys as a JSON Web Key Set."""
        public = jwt.algorithms.OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": KEY_ID, "alg": "EdDSA", "use": "sig"}]}

    def discovery(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint": f"{self.address}/token",
            "authorization_endpoint": f"{self.address}/authorize",
            "end_session_endpoint": f"{self.address}/end",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "id_token_signing_alg_values_supported": ["EdDSA"],
        }
