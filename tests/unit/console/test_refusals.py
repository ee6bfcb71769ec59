"""What the console refuses is a page that a person reads, with the headers of every page; nothing of it is kept."""

from typing import cast

import httpx
import pytest

from services.console.forms.questions import shown, trail
from services.console.forms.support_request import SECTIONS
from services.console.http.edge import PageEdge
from services.console.http.routes import thing_above
from services.console.wording.words import words
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


@pytest.mark.parametrize(("asked", "spoken"), [("fr-CH, en;q=0.5", "fr"), ("ar", "ar"), ("pt", "en"), ("", "en")])
def test_what_the_edge_refuses_is_said_in_the_browsers_language_with_a_way_on(asked: str, spoken: str) -> None:
    scope = {"type": "http", "headers": [(b"accept-language", asked.encode())], "method": "POST", "path": "/"}
    page = PageEdge.refusal(cast(PageEdge, object()), scope, 413, "too_large", "More than <1 MB>")
    text = bytes(page.body).decode()
    said = words(spoken)
    assert page.status_code == 413
    assert f'<html lang="{spoken}" dir="{said.direction}">' in text
    assert said.say("title.refused") in text
    assert "&lt;1 MB&gt;" in text
    assert 'href="/"' in text


def test_a_fault_is_told_with_all_that_its_question_stands_in() -> None:
    parts = shown(SECTIONS[0].parts, {})
    assert trail(parts, "competent_authority-focal_point-email")[-1].endswith("email")
    assert len(trail(parts, "competent_authority-focal_point-email")) == 3
    lines = shown(SECTIONS[5].parts, {"lines": [{}, {}]})
    assert trail(lines, "lines-1-quantity-amount") == ("lines", "lines.quantity", "lines.quantity.amount")
    assert trail(lines, "nothing") == ()


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/engagements/e-1/start", "/engagements/e-1"),
        ("/requests/r-1/versions/1/against/2", "/requests/r-1"),
        ("/engagements/e-1", None),
        ("/items/i-1/told", None),
        ("/world", None),
    ],
)
def test_a_refusal_leads_back_to_its_thing(path: str, thing: str | None) -> None:
    assert thing_above(path) == thing
