"""Every page that was kept, asked for by every person: nothing of it is another party's that was not shown to it (WM 6, 17)."""

from urllib.parse import urlsplit

import pytest

from tests.browser.canaries import MAY_READ, leaks
from tests.browser.walk import COOKIE, Walk

pytestmark = [pytest.mark.asyncio(loop_scope="session")]


async def test_nobody_reads_what_is_anothers_on_any_page(walk: Walk) -> None:
    addresses = sorted({_path(kept.url) for kept in walk.kept["fr"].values()})
    assert len(addresses) > 40
    found, read = [], set()
    for person in walk.people:
        person.cookies[COOKIE] = "fr"
        for address in addresses:
            seen = person.see(address)
            found += [(person.name, address, canary) for canary in leaks(person.name, seen.text)]
            found += [(person.name, address, "header") for canary in MAY_READ if canary in str(seen.headers)]
            read |= {canary for canary in MAY_READ if canary in seen.text}
    assert found == []
    assert read == set(MAY_READ), "a canary that nobody reads, who may, holds nothing"


async def test_a_leak_is_found_and_what_one_may_read_is_none() -> None:
    for canary, who in MAY_READ.items():
        assert leaks("fra-authority", f"<p>{canary}</p>") == ([] if "fra-authority" in who else [canary])
        assert leaks("nobody", canary.replace("-", "_")) == []
        assert leaks("nobody", canary) == [canary]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
