"""Every REST operation of every service holds what its OpenAPI document says, whatever comes and whoever asks: schemathesis."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel

from deploy.local.postgres import Postgres
from deploy.local.processes import ROOT
from shared.runtime.http.problems import problem
from tests.support.interface_checks import MOST, OTHERS, ROLES, TOKENS
from tests.support.interface_things import THINGS, Asked
from tests.support.interfaces import SERVICES, Interfaces
from tests.support.served import served

pytestmark = pytest.mark.long

SEED, EXAMPLES = 20261125, int(os.environ.get("ACSG_TEST_EXAMPLES", "3"))
"""How many cases of chance each operation gets; the phases that go through a document's own limits are always whole."""
AT_ONCE = 3
ROUNDS = max(1, EXAMPLES // 3)
"""How many cases of chance are asked by every role in turn: with one seed a second round shows the same roles little that is new."""
CASES, TESTED = re.compile(r"([0-9]+) generated"), re.compile(r"Tested: ([0-9]+)")
AGAIN = re.compile(r"Again by others: ([0-9]+) at least, of ([0-9]+) operations")
LEAST = {
    "gateway": 60,
    "intake": 300,
    "roster": 200,
    "matching": 200,
    "notifications": 800,
    "dialogue": 200,
    "delivery": 300,
}
"""Cases at least, so that a document that lost its operations does not pass."""
EXPORTS = tuple(f"export_{name}" for name in ("offers_csv", "offers_xlsx", "matches_csv", "matches_xlsx", "needs_csv",
                                              "needs_xlsx", "support_requests_xlsx"))  # fmt: skip
SAME_BODY = (
    "check_request",
    "revise_request",
    "edit_draft",
    "revise_offer",
    "put_party_preferences",
    "add_mailbox",
    *EXPORTS,
)
"""What is the same elsewhere is covered there, as the owner's interface in the roster; chance looks at it everywhere."""
FEDERATION: Asked = {
    name: ("wca-service", {}) for name in ("read_digests", "read_bucket", "read_states", "read_streams", "read_events")
}

EVERY_ROLE = ("wca-officer", "geneva-officer", "tcd-authority", "tcd-office", "fra-authority", "euaa", "integrator-acme",
              "wca-service")  # fmt: skip
"""Beside nobody: who asks everything, whether it may or not."""
COME_AGAIN = ("read_lag", "read_digests", "read_bucket")
"""What is looked up at the broker, which there is none of here, or worked out step by step: who may ask is told to come again."""
UNLINKED = ("gateway",)
"""Services none of whose operations makes what another one asks for."""

Runs = dict[str, Future["subprocess.CompletedProcess[str]"]]


@pytest.fixture(scope="module")
def interfaces(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interfaces]:
    one = Interfaces(tmp_path_factory.mktemp("interfaces"))
    try:
        # A stream ends at once, so that it can be read to its end; nobody is turned away for asking too often, or the
        # cases after that would show nothing.
        quick = {
            "ACSG_RATE_QUOTA": "0",
            "ACSG_WEBHOOK_PRIVATE_ADDRESSES": "true",
            "ACSG_STREAM_MOST_S": "0.02",
            "ACSG_STREAM_HEARTBEAT_S": "0.01",
        }
        yield one.up(postgres, **quick)
    finally:
        one.down()


def tokens(at: Interfaces, asked: Asked) -> str:
    """Who asks, by operation; and who asks the same again."""
    by_operation = {name: at.token(who) for name, (who, _) in (asked | FEDERATION).items()}
    return json.dumps(by_operation | {OTHERS: everybody(at), MOST: ROUNDS})


def everybody(at: Interfaces) -> list[str]:
    """Tokens of every role, an empty one for nobody."""
    return ["", *map(at.token, EVERY_ROLE)]


def settings(service: str, asked: Asked, *, in_order: bool = False, examples: int = EXAMPLES) -> str:
    """The settings of schemathesis: what is asked about, and which checks hold where. ``in_order``: what an operation
    made is asked for and changed by the next ones.
    """
    lines = [
        f"seed = {SEED}",
        # A busy machine is no fault of an interface.
        "request-timeout = 60",
        "continue-on-failure = true",
        'hooks = "tests.support.interface_checks"',
        # 412: a version of chance; 428: none, where one is asked for once the thing is there; 422: on grounds that no
        # schema can say, which faults_lie_beyond_the_schema holds.
        "[checks]",
        'positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 412, 422, 428]',
        # 428: the version that a change was decided on is asked for as RFC 6585 has it.
        "missing_required_header.expected-statuses = [400, 401, 403, 404, 406, 422, 428]",
        "[cache]",
        "enabled = false",
        "[generation]",
        f"max-examples = {examples}",
        "deterministic = true",
        'database = "none"',
        # No address of ours holds a null character: the edge refuses it, see test_edge.py.
        "allow-x00 = false",
        "[phases.stateful]",
        f"enabled = {str(in_order).lower()}",
        "[phases.stateful.generation]",
        f"max-examples = {len(EVERY_ROLE) + 1}",
    ]
    for name, (_, parameters) in asked.items():
        if parameters:
            told = ", ".join(f'"path.{key}" = {json.dumps(value)}' for key, value in parameters.items())
            lines += ["[[operations]]", f'include-operation-id = "{name}"', f"parameters = {{ {told} }}"]
    covered = (*SAME_BODY, *(FEDERATION if service != "roster" else ()))
    for name in dict.fromkeys((*covered, *COME_AGAIN)):
        lines += ["[[operations]]", f'include-operation-id = "{name}"']
        if name in covered:
            lines += ["phases.coverage.enabled = false"]
        if name in COME_AGAIN:
            lines += ['checks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]']
    return "\n".join(lines) + "\n"


def held(
    service: str, interfaces: Interfaces, folder: Path, things: "Future[Asked]"
) -> "subprocess.CompletedProcess[str]":
    """What schemathesis finds at one service, whoever may ask asking first and everybody else after it."""
    asked = things.result()
    address = interfaces.addresses[service]
    return _run(service, address, folder, settings(service, asked), tokens(interfaces, asked))


def in_every_order(
    service: str, interfaces: Interfaces, folder: Path, things: "Future[Asked]"
) -> "subprocess.CompletedProcess[str]":
    """What it finds when roles take turns and each operation asks for what others made."""
    config = settings(service, things.result(), in_order=True, examples=ROUNDS)
    who = json.dumps({ROLES: everybody(interfaces)})
    return _by_roles(f"{service}-roles", interfaces.addresses[service], folder, config, who, "stateful")


def _by_roles(
    name: str, address: str, folder: Path, config: str, who: str, phases: str = "fuzzing,stateful"
) -> "subprocess.CompletedProcess[str]":
    more = [
        "--phases",
        phases,
        "--checks",
        "not_a_server_error,one_shape_of_refusals,nobody_is_turned_away,faults_name_a_place_of_the_body,whoever_asks",
    ]
    return _run(name, address, folder, config, who, *more)


def _run(
    name: str, address: str, folder: Path, config: str, who: str, *more: str
) -> "subprocess.CompletedProcess[str]":
    said, names, report = (folder / f"{name}-{file}" for file in ("schemathesis.toml", "tokens.json", "report.json"))
    said.write_text(config)
    names.write_text(who)
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(said), "run"]
    command += [f"{address}/openapi.json", "--report", "json", "--report-json-path", str(report), *more]
    environment = os.environ | {TOKENS: str(names)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="module")
def runs(interfaces: Interfaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """All of them, some at a time, the longest first: who asks waits for who answers."""
    folder = tmp_path_factory.mktemp("schemathesis")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        order = sorted(SERVICES, key=lambda s: -LEAST[s])
        things = {one: pool.submit(THINGS[one], interfaces) for one in order}
        found = {one: pool.submit(held, one, interfaces, folder, things[one]) for one in order}
        linked = [one for one in order if one not in UNLINKED]
        roles = {f"{one}-roles": pool.submit(in_every_order, one, interfaces, folder, things[one]) for one in linked}
        yield found | roles


@pytest.mark.parametrize("service", SERVICES)
def test_an_interface_holds_what_it_says(service: str, runs: Runs) -> None:
    done = runs[service].result()
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    assert int(CASES.findall(done.stdout)[0]) >= LEAST[service], done.stdout[-2000:]


@pytest.mark.parametrize("service", SERVICES)
def test_no_role_makes_a_server_error(service: str, runs: Runs) -> None:
    done = runs[service].result()
    operations = int(TESTED.findall(done.stdout)[0])
    least, asked = map(int, AGAIN.findall(done.stdout)[0])
    assert asked == operations, done.stdout[-2000:]
    assert least >= ROUNDS * len(EVERY_ROLE), done.stdout[-2000:]


@pytest.mark.parametrize("service", [one for one in SERVICES if one not in UNLINKED])
def test_no_order_makes_a_server_error(service: str, runs: Runs) -> None:
    done = runs[f"{service}-roles"].result()
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    assert "✅ Stateful" in done.stdout, done.stdout[-2000:]


@pytest.mark.control
@pytest.mark.parametrize("fails_for", ["", f"token of {EVERY_ROLE[-1]}", None])
async def test_a_server_error_for_one_role_alone_is_found(fails_for: str | None, tmp_path: Path) -> None:
    planted = FastAPI()

    @planted.get("/things", operation_id="list_things")
    async def things(request: Request) -> Response:
        who = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return problem(500, "internal", "Something went wrong", "/things") if who == fails_for else Response()

    roles = ["", *(f"token of {name}" for name in EVERY_ROLE)]
    who = json.dumps({"*": f"token of {EVERY_ROLE[0]}", OTHERS: roles, MOST: ROUNDS})
    async with served(planted) as address:
        done = await asyncio.to_thread(_by_roles, "planted", address, tmp_path, settings("planted", {}), who, "fuzzing")
    assert done.returncode == (0 if fails_for is None else 1), done.stdout[-3000:]
    assert ("Server error" in done.stdout) == (fails_for is not None), done.stdout[-3000:]


@pytest.mark.control
async def test_a_caller_that_is_turned_away_is_found(tmp_path: Path) -> None:
    planted = FastAPI()

    @planted.get("/things", operation_id="list_things")
    async def things() -> Response:
        return problem(429, "too_many_requests", "At most 1 request in 60 s", "/things")

    async with served(planted) as address:
        done = await asyncio.to_thread(
            _by_roles, "planted", address, tmp_path, settings("planted", {}, examples=1), json.dumps({ROLES: [""]})
        )
    assert done.returncode == 1, done.stdout[-3000:]
    assert "1 failed" in done.stdout, done.stdout[-3000:]


class Sent(BaseModel):
    """A body whose plan is a part of it."""

    plan: dict[str, str]


@pytest.mark.control
@pytest.mark.parametrize("pointer", ["/deliveries/0", "/plan/deliveries/0"])
async def test_a_fault_of_no_place_in_the_body_is_found(pointer: str, tmp_path: Path) -> None:
    planted = FastAPI()

    @planted.post("/things", operation_id="make_thing")
    async def make(sent: Sent) -> Response:
        fault = {"pointer": pointer, "message": "is none", "code": "value_error"}
        return problem(422, "invalid_body", "1 fault(s) in the body", "/things", errors=[fault])

    async with served(planted) as address:
        done = await asyncio.to_thread(
            _by_roles, "planted", address, tmp_path, settings("planted", {}, examples=1), json.dumps({ROLES: [""]})
        )
    assert done.returncode == (1 if pointer == "/deliveries/0" else 0), done.stdout[-3000:]
