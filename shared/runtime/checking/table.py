"""Every probe, in the order in which they are told. A service declares what it needs by its settings, topics and tables:
a probe whose settings a service does not have is not its own."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.broker import broker
from shared.runtime.checking.certificates import certificates
from shared.runtime.checking.database import clock, database, owner, sealer
from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.checking.issuer import issuer
from shared.runtime.checking.machine import backup, disk, files, ports
from shared.runtime.checking.reached import STEP_S


@dataclass(frozen=True)
class Probe:
    """``needs``: settings without which there is nothing to look at; they are named where they are faulty."""

    name: str
    look: Callable[[CheckAsked], Iterable[CheckFinding]]
    needs: tuple[str, ...] = ()
    is_of: Callable[[CheckAsked], bool] = lambda _: True


def _mail(asked: CheckAsked) -> Iterator[CheckFinding]:
    ask = asked.service.mail_server if asked.service else None
    if ask is None:
        yield fault("mail server", "not looked at", "mend the settings first")
        return
    code = asyncio.run(asyncio.wait_for(ask(), STEP_S + 1))
    if code == "ok":
        yield good("mail server", "it is there, and lets us in")
    else:
        yield fault("mail server", code, "is ACSG_SMTP_URL right, with user and password where they are needed?")


def _uses_the_bus(asked: CheckAsked) -> bool:
    """Without a service that was put together it is not known, and looked at."""
    service = asked.service
    return service is None or bool(service.consumers) or _owns(asked)


def _owns(asked: CheckAsked) -> bool:
    from shared.contracts.catalogue import topics_of

    return bool(topics_of(asked.name))


BUS = ("kafka_bootstrap", "kafka_security", "kafka_password_file", "kafka_ca", "remotes", "remote_password_files")
PROBES: tuple[Probe, ...] = (
    Probe("database", database, ("database_url",)),
    Probe("database, owner", owner, ("migration_url",)),
    Probe("database, sealer", sealer, ("sealer_url",)),
    Probe("broker", broker, BUS, _uses_the_bus),
    Probe("passwords", files, ("kafka_password_file", "remote_password_files"), _uses_the_bus),
    Probe("issuer", issuer, ("issuer", "jwks_url")),
    Probe("mail server", _mail, ("smtp_url",), lambda asked: "smtp_url" in type(asked.settings).model_fields),
    Probe("certificates", certificates, ("kafka_ca", "kafka_bootstrap")),
    Probe("ports", ports, ("http_host", "http_port", "metrics_port")),
    Probe("disk", disk),
    Probe("backup", backup, ("backups",)),
    Probe("clock", clock, ("database_url",)),
)


def look(probe: Probe, asked: CheckAsked) -> list[CheckFinding]:
    """What a probe finds. Raises nothing: what nobody thought of is a fault with its kind, not its words."""
    if lacking := [name for name in probe.needs if name in asked.told.faulty]:
        named = ", ".join(f"ACSG_{name.upper()}" for name in lacking)
        return [fault(probe.name, "not looked at", f"mend {named} first")]
    try:
        return list(probe.look(asked))
    except Exception as odd:
        return [
            fault(probe.name, f"it could not be looked at ({type(odd).__name__})", "report it: this is not foreseen")
        ]
