"""The audit of packages says what is known, that nothing is, or that it did not run; never the last as the second (S20)."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.audit.__main__ import KNOWN, NOT_RUN, NOTHING_KNOWN, jars, main
from tools.audit.locks import LOCKS, DidNotRun, audited, known

LOCK = "jinja2==3.1.6 \\\n    --hash=sha256:" + "a" * 64 + "\nh11==0.16.0 \\\n    --hash=sha256:" + "b" * 64 + "\n"


class _Database(BaseHTTPRequestHandler):
    """A database of vulnerabilities that knows one of h11."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        one = {"id": "MADE-UP-1", "aliases": [], "affected": [{
            "package": {"ecosystem": "PyPI", "name": "h11"}, "versions": ["0.16.0"],
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.17.0"}]}],
        }]}  # fmt: skip
        hit = asked["package"]["name"] == self.server.knows  # type: ignore[attr-defined]
        body = json.dumps({"vulns": [one]} if hit else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def database() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("knows", "code", "words"), [("h11", KNOWN, "MADE-UP-1, mended in 0.17.0"),
                                                      ("nothing", NOTHING_KNOWN, "2 packages, 0 known")])  # fmt: skip
def test_the_auditor_says_what_the_database_knows(
    database: ThreadingHTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], knows: str, code: int, words: str
) -> None:
    (tmp_path / "some.lock").write_text(LOCK)
    database.knows = knows  # type: ignore[attr-defined]
    address = f"http://127.0.0.1:{database.server_port}"
    assert main(["--service", address, "--lock", str(tmp_path / "some.lock")]) == code
    assert words in capsys.readouterr().out


@pytest.mark.control
def test_a_database_that_does_not_answer_is_not_taken_for_one_that_knows_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "some.lock").write_text(LOCK)
    assert main(["--service", "http://127.0.0.1:9", "--lock", str(tmp_path / "some.lock")]) == NOT_RUN
    assert "DID NOT RUN" in capsys.readouterr().out


@pytest.mark.control
def test_a_package_that_was_left_out_or_a_lock_without_hashes_is_no_audit(tmp_path: Path) -> None:
    with pytest.raises(DidNotRun, match="left out"):
        known([{"name": "h11", "skip_reason": "not found"}])
    (tmp_path / "bare.lock").write_text("h11==0.16.0\n")
    with pytest.raises(DidNotRun):
        audited(tmp_path / "bare.lock", "http://127.0.0.1:9")


def test_locks_carry_hashes_and_jars_are_listed() -> None:
    for lock in LOCKS:
        pinned = Path(lock).read_text().split("\n\n")[0]
        named = [line for line in pinned.splitlines() if line and not line.startswith((" ", "#"))]
        assert len(named) > 30
        assert all(line.endswith("\\") for line in named), lock
    assert any(one.startswith("org.apache.kafka:kafka-clients ") for one in jars())
