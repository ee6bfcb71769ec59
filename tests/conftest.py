"""The running region that integration and e2e tests share: real broker, real database, real processes."""

import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from hypothesis import settings

from deploy.demo.client import Client
from deploy.local.postgres import Postgres, one_server
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.runtime.http.asking import asking
from tests.support.containers import running
from tests.support.in_memory import NAME, place_in_memory
from tests.support.sharing import SHARED, BySharing, by_one_process, shared_by, worker_of
from tests.support.span_receiver import Receiver, receiver

# A slow machine is no fault of the code: properties are held, time is not. One commit gives one result: chance looks for
# more where it is asked to (make chance).
settings.register_profile("house", deadline=None, derandomize="ACSG_TEST_CHANCE" not in os.environ)
settings.load_profile("house")
# Where `rich` is installed structlog draws every traceback with the values of all names in it, as a table: seconds for each
# error that a test makes on purpose, and more the more the names hold.
*_before, _ = structlog.get_config()["processors"]
_plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*_before, _plain])
PRESENT = tuple(
    name
    for name in ("intake", "roster", "matching", "notifications", "gateway", "dialogue", "console", "delivery")
    if (ROOT / "services" / name / "main.py").exists()
)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """What tests write goes to memory where there is room; the processes that tests are dealt out to are told by the first."""
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.option.basetemp = place_in_memory()


def pytest_unconfigure(config: pytest.Config) -> None:
    """What stands in memory is given back; on a disk pytest keeps that of the last three sessions."""
    kept = config.option.basetemp
    if kept is not None and not hasattr(config, "workerinput") and Path(kept).name.startswith(NAME):
        shutil.rmtree(kept, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that share running processes come first, one after the other; then those that take long, then those of many tests.

    Where files are dealt out to several processes they are dealt in this order, so that none is left with a long one at the end.
    """
    tests = Counter(item.path for item in items)

    def order(item: pytest.Item) -> tuple[int, bool, int]:
        name = shared_by(item.path)
        shared = SHARED.index(name) if name else len(SHARED)
        return shared, item.get_closest_marker("long") is None, -tests[item.path]

    items.sort(key=order)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> BySharing | None:
    """Who runs what where groups are asked for; a hook that there is not where tests run without xdist (mutants)."""
    return BySharing(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """What the next file does not share ends with this one, not with the session. Asked for again it starts again."""
    yield
    name = shared_by(item.path)
    if name is None or (nextitem is not None and shared_by(nextitem.path) == name):
        return
    known = getattr(item, "_fixtureinfo", None)
    for fixture in known.name2fixturedefs.get(name, ()) if known is not None else ():
        fixture.finish(getattr(item, "_request", None))


@pytest.fixture(scope="session")
def containers() -> Iterator[None]:
    """With ACSG_TEST_STACK=docker, PostgreSQL and Kafka come from testcontainers; needs a container engine."""
    if os.environ.get("ACSG_TEST_STACK") != "docker":
        yield
        return
    with running() as addresses:
        os.environ.update(addresses)
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL alone, for tests of what happens inside one database."""
    with one_server(tmp_path_factory.mktemp("postgres"), "PostgreSQL of the tests") as running:
        yield running


@pytest.fixture(scope="session")
def server(
    containers: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Address of the administrator of the PostgreSQL that was given, or of the one alone; a folder for passwords."""
    given = os.environ.get("ACSG_POSTGRES_URL")
    return given or request.getfixturevalue("postgres").url, tmp_path_factory.mktemp("roles")


@pytest.fixture(scope="session")
def spans() -> Iterator[Receiver]:
    """Takes the spans of the region; those of the worlds are not sent, as in a deployment that wants none."""
    with receiver() as running:
        yield running


@pytest.fixture(scope="session")
def stack(
    containers: None, spans: Receiver, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    """The region's services on free ports, in a folder of its own."""
    by_one_process(tmp_path_factory.getbasetemp().parent, "stack", worker_of(pytestconfig))
    root: Path = tmp_path_factory.mktemp("run")
    # Six hundred pages a minute are asked for one party here; how often one may ask is tried with gateways of their own.
    more = {"ACSG_TRACES_TO": spans.url, "ACSG_RATE_QUOTA": "12000"}
    with Stack("wca", services=PRESENT, root=root, environment=more) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(stack: Stack) -> AsyncIterator[Client]:
    """Speaks to the region as any actor."""
    async with asking(30) as http:
        yield Client(stack.addresses, http)
