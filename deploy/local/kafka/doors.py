"""The listeners of a broker, one for each purpose, and who may come in by them.

``plain``: everything on one machine. The inner listener reaches loopback alone and asks nobody who he is; integrators say
who they are. ``guarded``: as deployed. Every listener asks. The administrator comes in by the inner one, on the broker's
own loopback; services, other deployments and integrators each by theirs, over TLS, and may do what their rules say.
"""

from dataclasses import dataclass
from pathlib import Path

from shared.runtime.kafka.clients import ADMIN, PLAIN, PROVIDERS, SCRAM, kept_in, login

HOST = "127.0.0.1"
_SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
REAUTHENTICATE_MS = 300_000
"""How long a connection outlives its password, where clients can prove themselves again: they must after that."""


@dataclass(frozen=True)
class Ports:
    """Where a broker listens. ``link``: (port, advertised port) for other deployments, so that a proxy can stand before
    it; ``services`` is used by a guarded broker alone."""

    inner: int
    controller: int
    integrators: int | None = None
    link: tuple[int, int] | None = None
    services: int | None = None


def plain(ports: Ports, certificate: Path | None, reauthenticate_ms: int) -> dict[str, object]:
    """Settings of the listeners on one machine."""
    found = _listeners(ports, f"PLAINTEXT://{HOST}:{ports.inner}") | {
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LINK:PLAINTEXT,"
        f"INTEGRATORS:{'SASL_SSL' if certificate else 'SASL_PLAINTEXT'}",
    }
    if ports.integrators is not None:
        # Nobody is anonymous at the integrators' door; at the inner one everybody is, and only this machine reaches it.
        found |= _authorizer("User:ANONYMOUS") | _door("integrators", certificate, reauthenticate_ms)
    return found


def guarded(ports: Ports, secrets: Path, reauthenticate_ms: int) -> dict[str, object]:
    """Settings of the listeners as deployed. ``secrets`` holds ``broker.pem`` and the administrator's password."""
    certificate, password = secrets / "broker.pem", secrets / ADMIN
    inner = login(ADMIN, password, PLAIN, f' user_{ADMIN}="{kept_in(password)}"')
    found = _listeners(ports, f"INNER://{HOST}:{ports.inner}") | dict(PROVIDERS) | {
        "inter.broker.listener.name": "INNER",
        "sasl.mechanism.inter.broker.protocol": PLAIN,
        "sasl.mechanism.controller.protocol": PLAIN,
        "listener.security.protocol.map": "INNER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,SERVICES:SASL_SSL,"
        "LINK:SASL_SSL,INTEGRATORS:SASL_SSL",
    }  # fmt: skip
    for name in ("inner", "controller"):
        found |= {
            f"listener.name.{name}.sasl.enabled.mechanisms": PLAIN,
            f"listener.name.{name}.plain.sasl.jaas.config": inner,
        }
    # Our own services' clients cannot prove themselves anew on a connection that is open.
    found |= _door("services", certificate, None)
    for name in ("link", "integrators"):
        found |= _door(name, certificate, reauthenticate_ms)
    return found | _authorizer(f"User:{ADMIN}")


def _listeners(ports: Ports, inner: str) -> dict[str, object]:
    there = {"INTEGRATORS": ports.integrators, "SERVICES": ports.services}
    doors = ",".join([inner, *(f"{name}://{HOST}:{port}" for name, port in there.items() if port is not None)])
    bound = advertised = doors
    if ports.link is not None:
        bound, advertised = (f"{doors},LINK://{HOST}:{number}" for number in ports.link)
    return {
        "listeners": f"{bound},CONTROLLER://{HOST}:{ports.controller}",
        "advertised.listeners": advertised,
        "controller.listener.names": "CONTROLLER",
    }


def _authorizer(administrator: str) -> dict[str, object]:
    return {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": administrator,
        "allow.everyone.if.no.acl.found": "false",
    }


def _door(name: str, certificate: Path | None, reauthenticate_ms: int | None) -> dict[str, object]:
    """One listener at which everybody says who he is; over TLS when there is a certificate."""
    door = f"listener.name.{name}"
    found: dict[str, object] = {
        f"{door}.sasl.enabled.mechanisms": SCRAM,
        f"{door}.scram-sha-512.sasl.jaas.config": _SCRAM_LOGIN,
        f"{door}.max.connections": 500,
    }
    if reauthenticate_ms is not None:
        found[f"{door}.scram-sha-512.connections.max.reauth.ms"] = reauthenticate_ms
    if certificate:
        found |= {
            f"{door}.ssl.keystore.type": "PEM",
            f"{door}.ssl.keystore.location": certificate,
            f"{door}.ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
            f"{door}.ssl.client.auth": "none",
        }
    return found
