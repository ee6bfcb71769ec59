"""Certificates: files that are read, and those that others show us; whether they end soon."""

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.checking.reached import DAY_S, SOON_DAYS, Unreached, reach, split
from shared.runtime.kafka.clients import PLAINTEXT

FILES = ("kafka_ca", "webhook_ca_file")
"""Settings that name a file with certificates."""
WHAT = "certificates"


def certificates(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Of files, then of the broker and the issuer."""
    found = [*_files(asked), *_shown(asked)]
    yield from found or [good(WHAT, "none are set")]


def _files(asked: CheckAsked) -> Iterator[CheckFinding]:
    for name in FILES:
        path: Path | None = getattr(asked.settings, name, None)
        if path is None:
            continue
        variable = f"ACSG_{name.upper()}"
        try:
            found = x509.load_pem_x509_certificates(path.read_bytes())
        except OSError as away:
            yield fault(
                WHAT, f"{variable}: {path}: {(away.strerror or '').lower()}", "a file that this process may read"
            )
        except ValueError:
            yield fault(WHAT, f"{variable}: {path} holds no certificate", "a PEM file")
        else:
            ends = min(one.not_valid_after_utc for one in found)
            yield _ending(variable, (ends - datetime.now(UTC)).total_seconds() / DAY_S)


def _shown(asked: CheckAsked) -> Iterator[CheckFinding]:
    settings = asked.settings
    try:
        if settings.kafka_security != PLAINTEXT:
            for address in settings.kafka_bootstrap.split(","):
                yield from _shown_by(address, *split(address, 9092), settings.bus.tls())
        where = urlsplit(settings.jwks_url or settings.issuer)
        if where.scheme == "https" and where.hostname:
            port = where.port or 443
            yield from _shown_by(f"{where.hostname}:{port}", where.hostname, port, ssl.create_default_context())
    except (Unreached, OSError, ValueError):
        # The probe of the broker, or of the issuer, says so.
        return


def _shown_by(name: str, host: str, port: int, tls: ssl.SSLContext) -> Iterator[CheckFinding]:
    days = reach(host, port, tls).days
    if days is not None:
        yield _ending(name.strip(), days)


def _ending(name: str, days: float) -> CheckFinding:
    on = time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * DAY_S))
    if days < 0:
        return fault(WHAT, f"{name}: ended on {on}", "renew it")
    if days < SOON_DAYS:
        return fault(WHAT, f"{name}: ends on {on}, in {days:.0f} days", "renew it")
    return good(WHAT, f"{name}: good until {on}")
