"""Whether a host can be reached, and whom its certificate names: said apart from what is asked of it afterwards."""

import socket
import ssl
import time
from dataclasses import dataclass

STEP_S = 3.0
"""How long one step may take: to find an address, to connect, to greet."""
SOON_DAYS = 14
DAY_S = 86_400


class Unreached(Exception):
    """The words say what stands in the way."""


@dataclass(frozen=True)
class ReachedHost:
    """A way to a host that was tried; ``days`` until its certificate ends, None without one."""

    days: float | None


def reach(host: str, port: int, tls: ssl.SSLContext | None = None) -> ReachedHost:
    """Connects and greets. Raises Unreached."""
    where = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), timeout=STEP_S) as plain:
            if tls is None:
                return ReachedHost(None)
            with tls.wrap_socket(plain, server_hostname=host) as line:
                ends = (line.getpeercert() or {}).get("notAfter")
    except socket.gaierror as fault:
        raise Unreached(f"{where}: no address is known for this name") from fault
    except ssl.SSLCertVerificationError as fault:
        raise Unreached(f"{where}: its certificate is not believed: {fault.verify_message}") from fault
    except TimeoutError as fault:
        raise Unreached(f"{where}: no answer within {STEP_S:g} s") from fault
    except ssl.SSLError as fault:
        raise Unreached(f"{where}: it does not speak TLS as we do") from fault
    except OSError as fault:
        raise Unreached(f"{where}: {(fault.strerror or type(fault).__name__).lower()}") from fault
    return ReachedHost((ssl.cert_time_to_seconds(str(ends)) - time.time()) / DAY_S if ends else None)


def split(address: str, port: int) -> tuple[str, int]:
    """Host and port of ``host:port``, ``[::1]:port`` or a host alone. Raises Unreached."""
    host, colon, said = address.strip().rpartition(":")
    if not colon:
        host, said = said, str(port)
    if not host or not said.isdigit():
        raise Unreached(f"{address}: host:port is expected")
    return host.strip("[]"), int(said)
