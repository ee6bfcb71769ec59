"""What the console refuses is a page that a person reads, with the headers of every page; nothing of it is kept."""

import httpx
import pytest

from shared.runtime.http.middleware import MAX_BODY
from tests.unit.test_policy_rows import PAGES, app_of


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing/there", b"", 404),
        ("DELETE", "/", b"", 405),
        ("GET", "/docs", b"", 404),
        ("GET", "/openapi.json", b"", 404),
        ("GET", "/%00", b"", 400),
        ("POST", "/language", b"x" * (MAX_BODY + 1), 413),
        ("POST", "/language", b"language=fr", 403),
    ],
)
async def test_a_refusal_is_a_page(method: str, path: str, body: bytes, status: int) -> None:
    transport = httpx.ASGITransport(app=app_of(PAGES))
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.request(method, path, content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
