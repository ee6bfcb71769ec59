"""Where a webhook may not go (W6): blocked by how it is written, by what it resolves to, and never connected to."""

from collections.abc import Iterator, Sequence

import httpcore
import pytest

from services.notifications.channels.address_filter import AddressRefused, Resolver
from services.notifications.channels.guarded_connections import Connections, GuardedBackend
from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.domain.open_address import fault_of_url, is_open
from shared.runtime.clock import SystemClock
from tests.support.connects import Connects, watching
from tests.support.ssrf_targets import ADDRESSES, HOSTS, URLS

OUTSIDE = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:829::200e", "1.1.1.1")


@pytest.fixture
def connects() -> Iterator[Connects]:
    """Every attempt to connect; none of them leaves this process."""
    with watching() as seen:
        yield seen


def resolver(*answers: Sequence[str]) -> tuple[Resolver, list[str]]:
    """Gives the answers in turn, the last one for ever; and what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


async def called(url: str, resolve: Resolver, *, private: bool = False) -> str:
    caller = WebhookCaller(
        Connections(GuardedBackend(resolve, private=private)), SystemClock(), timeout_s=2, private=private
    )
    try:
        secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
        return (await caller.call(Call("hook", "msg_1", url, [secret], b"{}"))).code
    finally:
        await caller.close()


def test_the_list_is_long_and_without_repetition() -> None:
    assert all(len(set(part)) == len(part) for part in (URLS, HOSTS, ADDRESSES))
    assert len({*URLS, *HOSTS, *ADDRESSES}) >= 120


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_inside_is_closed(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize("url", [*URLS, *(f"https://{host}/hook" for host in HOSTS)])
async def test_a_target_is_refused_by_how_it_is_written(url: str, connects: Connects) -> None:
    resolve, asked = resolver([OUTSIDE[0]])
    assert fault_of_url(url, private=False) is not None
    assert await called(url, resolve) in {"url_not_allowed", "host_not_allowed", "address_not_allowed"}
    assert connects.seen == []
    assert asked == []


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_name_that_resolves_inside_is_refused(address: str, connects: Connects) -> None:
    resolve, asked = resolver([address])
    assert await called("https://hooks.example.org/x", resolve) == "address_not_allowed"
    assert asked == ["hooks.example.org"]
    assert connects.seen == []


@pytest.mark.parametrize("inside", ["10.0.0.1", "::1", "169.254.169.254", "64:ff9b::a00:1"])
async def test_one_address_inside_among_those_outside_is_enough(inside: str, connects: Connects) -> None:
    for answer in ([OUTSIDE[0], inside], [inside, OUTSIDE[0]]):
        resolve, _ = resolver(answer)
        assert await called("https://hooks.example.org/x", resolve) == "address_not_allowed"
    assert connects.seen == []


async def test_a_name_that_changes_its_mind_gains_nothing(connects: Connects) -> None:
    """Public at the first look-up and private at the second: there is one look-up, and its address is connected to."""
    resolve, asked = resolver([OUTSIDE[0]], ["127.0.0.1"])
    assert await called("https://hooks.example.org/x", resolve) == "connect_failed"
    assert asked == ["hooks.example.org"]
    assert [target[0] for target in connects.seen] == [OUTSIDE[0]]
    assert await called("https://hooks.example.org/x", resolve) == "address_not_allowed"
    assert [target[0] for target in connects.seen] == [OUTSIDE[0]]


async def test_the_backend_itself_refuses_whatever_the_caller_let_pass(connects: Connects) -> None:
    resolve, _ = resolver(["127.0.0.1"])
    backend = GuardedBackend(resolve, private=False)
    for host in ("127.0.0.1", "::1", "2130706433", "localhost", "hooks.example.org"):
        with pytest.raises(AddressRefused):
            await backend.connect_tcp(host, 443)
    with pytest.raises(httpcore.ConnectError):
        await backend.connect_unix_socket("/run/x.sock")
    assert connects.seen == []


@pytest.mark.control
async def test_without_the_filter_the_same_target_is_connected_to(connects: Connects) -> None:
    resolve, _ = resolver(["127.0.0.1"])
    assert await called("http://hooks.example.org:9/x", resolve, private=True) == "connect_failed"
    assert connects.seen == [("127.0.0.1", 9)]


@pytest.mark.parametrize(
    "url", ["https://hooks.example.org/x?a=1", "https://xn--bcher-kva.example.net:8443/", "https://8.8.8.8/"]
)
def test_an_ordinary_address_may_be_tried(url: str) -> None:
    assert fault_of_url(url, private=False) is None
