"""Each probe that needs no broker and no database, with what it must find and what it must let pass."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from deploy.local.processes import ROOT
from shared.runtime.backups import measure
from shared.runtime.checking import machine
from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.broker import broker
from shared.runtime.checking.certificates import certificates
from shared.runtime.checking.command import looked
from shared.runtime.checking.database import database, owner, sealer
from shared.runtime.checking.finding import CheckFinding, good
from shared.runtime.checking.issuer import issuer
from shared.runtime.checking.machine import backup, disk, files, ports
from shared.runtime.checking.table import PROBES, Probe
from shared.runtime.checking.told import NOWHERE, Told, kind_of
from shared.runtime.observability.metrics import BACKUP_AGE
from shared.runtime.roles import SMALL

SILENT_S = 10.0


def asked(service: str = "roster", purpose: str = "everything", **given: Any) -> CheckAsked:
    settings = kind_of(service).model_construct(**({"database_url": NOWHERE} | given))
    return CheckAsked(service, Told(settings, given, frozenset(), ()), None, purpose)


def one(found: Any) -> CheckFinding:
    (only,) = found
    assert isinstance(only, CheckFinding)
    return only


@contextmanager
def silent() -> Iterator[int]:
    """A host that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door:
        yield door.getsockname()[1]


@contextmanager
def answering(*documents: tuple[int, Any]) -> Iterator[str]:
    """An issuer that answers so, one after the other, and then as the last."""
    left = list(documents)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, document = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(orjson.dumps(document))

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def key() -> dict[str, Any]:
    made = jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
    return {**made, "kid": "a", "alg": "ES256"}


def test_an_issuer_with_a_key_is_good_and_others_are_not() -> None:
    with answering((200, {"keys": [key()]})) as where:
        assert one(issuer(asked(jwks_url=where))).ok
    for status, document, words in (
        (200, {"keys": []}, "no key"), (404, {}, "404"), (200, {"kys": 1}, "no set of keys"),
        (200, {"issuer": "http://other", "jwks_uri": "http://other"}, "another issuer"),
    ):  # fmt: skip
        with answering((status, document)) as where:
            given = {"issuer": where} if "issuer" in document else {"jwks_url": where}
            found = one(issuer(asked(**given)))
            assert not found.ok, document
            assert words in found.said
    assert not one(issuer(asked(jwks_url="http://127.0.0.1:1/"))).ok


def test_ports_that_are_taken_are_told() -> None:
    with silent() as taken:
        assert "address already in use" in one(ports(asked(http_port=taken))).said
    assert one(ports(asked(http_port=taken))).ok
    assert one(ports(asked())).ok
    assert "the same" in one(ports(asked(http_port=taken, metrics_port=taken))).said


def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"export_folder": tmp_path, "pulse_folder": tmp_path / "made/later"}
    assert one(disk(asked("gateway", **given))).ok
    (tmp_path / "file").write_text("")
    assert "no folder" in one(disk(asked("gateway", **given | {"export_folder": tmp_path / "file"}))).said
    monkeypatch.setattr(machine, "LEAST_BYTES", 2**60)
    assert {found.ok for found in disk(asked("gateway", **given))} == {False}


def test_files_with_passwords(tmp_path: Path) -> None:
    password, empty = tmp_path / "password", tmp_path / "empty"
    password.write_text("hush"), empty.write_text("\n")
    assert one(files(asked(kafka_password_file=password))).ok
    assert "is empty" in one(files(asked(kafka_password_file=empty))).said
    found = one(files(asked(remote_password_files={"wca": tmp_path / "none"})))
    assert (found.ok, "no such file" in found.said, "of wca" in found.said) == (False, True, True)


def written(folder: Path, days: float) -> Path:
    signer, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(signer.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=100)).not_valid_after(now + timedelta(days=days))
        .sign(signer, hashes.SHA256())
    )  # fmt: skip
    path = folder / f"{days}.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    return path


def test_certificates_that_end(tmp_path: Path) -> None:
    assert one(certificates(asked(kafka_ca=written(tmp_path, 90)))).ok
    assert "in 5 days" in one(certificates(asked(kafka_ca=written(tmp_path, 5.4)))).said
    assert "ended on" in one(certificates(asked("notifications", webhook_ca_file=written(tmp_path, -1)))).said
    (tmp_path / "odd").write_text("x")
    assert "no certificate" in one(certificates(asked(kafka_ca=tmp_path / "odd"))).said
    assert "no such file" in one(certificates(asked(kafka_ca=tmp_path / "none"))).said
    assert one(certificates(asked())).said == "none are set"


def test_what_is_away_is_told_without_its_address() -> None:
    found = one(database(asked(database_url="postgresql://role:hush@127.0.0.1:1/x")))
    assert (found.ok, "hush" in found.said + found.do) == (False, False)
    assert not one(database(asked(database_url="postgres//role:hush@x"))).ok
    assert "connection refused" in one(broker(asked(kafka_bootstrap="127.0.0.1:1"))).said
    assert "host:port" in one(broker(asked(kafka_bootstrap="kafka:"))).said


def test_a_role_that_is_not_needed_may_be_missing() -> None:
    assert one(owner(asked())).ok
    assert not one(owner(asked(purpose="prepare"))).ok
    assert one(sealer(asked(purpose="api"))).ok
    assert not one(sealer(asked(purpose="worker"))).ok


@pytest.mark.parametrize("service", ["notifications", "intake"])
def test_a_silent_host_holds_nothing_up(service: str) -> None:
    with silent() as port:
        where = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
        where |= {
            "ACSG_DATABASE_URL": f"postgresql://role:hush@127.0.0.1:{port}/x", "ACSG_MODE": "development",
            "ACSG_KAFKA_BOOTSTRAP": f"127.0.0.1:{port}", "ACSG_JWKS_URL": f"http://127.0.0.1:{port}/",
            "ACSG_SMTP_URL": f"smtp://127.0.0.1:{port}",
        }  # fmt: skip
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", f"services.{service}", "check", "--json"], cwd=ROOT, env=where, capture_output=True,
            text=True, timeout=100,
        )  # fmt: skip
        took = time.monotonic() - began
    found = orjson.loads(done.stdout)
    wrong = {line["what"] for line in found["findings"] if not line["ok"]}
    mail = {"mail server"} if service == "notifications" else set()
    assert wrong == {"database", "broker", "issuer", "clock"} | mail
    assert (done.returncode, done.stderr, found["ok"]) == (1, "", False)
    assert took < 60


def test_a_probe_that_never_returns_is_left_behind() -> None:
    for_ever = threading.Event()

    def hangs(_: CheckAsked) -> list[CheckFinding]:
        for_ever.wait()
        return []

    def breaks(_: CheckAsked) -> list[CheckFinding]:
        raise RuntimeError("hush")

    probes = (Probe("a", hangs), Probe("b", breaks), Probe("c", lambda _: [good("c", "fine")]))
    found = looked(asked(), probes, most_s=0.5)
    for_ever.set()
    assert [(line.what, line.ok) for line in found] == [("a", False), ("b", False), ("c", True)]
    assert "no answer" in found[0].said
    assert "hush" not in found[1].said


@pytest.mark.parametrize("service", SMALL)
def test_without_any_setting_everything_is_told_on_one_screen(service: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    line = [sys.executable, "-m", f"services.{service}", "check"]
    done = subprocess.run(line, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert len(lines) < 40
    assert "ACSG_DATABASE_URL: is needed" in done.stdout
    assert lines[-1] == f"{sum(line.startswith('FAULT') for line in lines)} faults: {service} is not ready to start"
    named = {probe.name for probe in PROBES}
    assert {"database", "issuer", "ports", "disk", "clock"} <= {n for n in named if any(n in one for one in lines)}


def test_the_age_of_the_newest_backup(tmp_path: Path) -> None:
    assert one(backup(asked())).ok
    assert "is no folder" in one(backup(asked(backups=tmp_path / "none"))).said
    assert one(backup(asked(backups=tmp_path))).said == "there is none"
    for name, hours in (("1", 40.0), ("2", 30.0), ("3.part", 0.0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.json").write_text(f'{{"begun": {time.time() - hours * 3600}}}')
    assert one(backup(asked(backups=tmp_path))).said == "the newest is 30 hours old"
    (tmp_path / "2/index.json").write_text(f'{{"begun": {time.time() - 3600}}}')
    assert one(backup(asked(backups=tmp_path))).ok
    asyncio.run(measure(tmp_path))
    assert 3500 < BACKUP_AGE._value.get() < 3700
    asyncio.run(measure(tmp_path / "none"))
    assert BACKUP_AGE._value.get() == float("inf")
