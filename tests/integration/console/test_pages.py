"""Every page of the register, in six languages, as a browser gets it: weight, headers, direction, no style or script of its own."""

import gzip
import re
from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from services.console.http.page import Page
from services.console.http.register import register
from shared.contracts.vocabulary import LANGUAGES
from tests.support.pages import MOST
from tests.support.person import Person
from tests.support.read_by_people import unreadable

SHOWN = [page for page in register() if page.show is not None and not page.file]
OFFICERS = (
    "feedback", "decision", "bench", "seek", "call_closure", "call_recall", "convene", "meeting_change", "meeting_cancellation",
    "moderators", "meeting_record", "meeting_next", "proposal", "consultation", "counter_taking", "counter_keeping", "confirmation", "withdrawal", "closure", "champion_ask",
    "thread_note", "needs_plans", "needs_plan", "needs_plan_new", "needs_plan_keep", "needs_plan_take", "needs_plan_aside", "needs_plan_what_if",
    "thread_question_back", "secretariat_evaluation", "world", "regions", "told",
)  # fmt: skip
ROLES = dict.fromkeys(OFFICERS, "wca-officer")


@pytest.fixture(scope="module")
def signed_in(stack: Stack) -> Iterator[dict[str, Person]]:
    opened = {
        name: Person(stack.addresses["console"], name) for name in ("tcd-authority", "wca-officer", "fra-authority")
    }
    for one in opened.values():
        assert one.sign_in().status == 200
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def things(signed_in: dict[str, Person]) -> dict[str, str]:
    """Identifiers of what there is to be shown: a draft that is begun, a request and an offer of the region."""
    chad = signed_in["tcd-authority"]
    begun = chad.fill(chad.see("/requests/new"), "for", {})
    saved = chad.fill(begun, "rev", {"title": "Brouillon de la page"}, "do=save")
    draft = begun.path.split("/")[2]
    found = {"draft": draft}
    prepared = re.findall(r'href="/preparing/([0-9a-f-]{36})"', saved.text)
    found |= {"prepared": prepared[0]} if prepared else {}
    for kind, path in (
        ("request", "/requests"),
        ("offer", "/offers"),
        ("match", "/matches"),
        ("engagement", "/engagements"),
        ("mailbox", "/account/mailboxes"),
    ):
        ids = re.findall(rf'href="{path}/([0-9a-f-]{{36}})"', chad.see(path).text)
        found |= {kind: ids[0]} if ids else {}
    case = chad.see(f"/requests/{found['request']}").text if "request" in found else ""
    threads = re.findall(r'href="/threads/([0-9a-f-]{36})"', case)
    found |= {"thread": threads[0]} if threads else {}
    return found


LINK = re.compile(r'<a href="https://[^"]+" rel="noreferrer noopener">')
"""A link that a party gave as evidence: followed by a person alone, who is not said to come from here."""


def faults(status: int, text: str, headers: dict[str, str], language: str) -> list[str]:
    """What a page does not hold."""
    found = [] if status < 500 else [f"status {status}"]
    direction = "rtl" if language == "ar" else "ltr"
    if f'<html lang="{language}" dir="{direction}">' not in text:
        found.append("language or direction")
    if re.search(r"\sstyle=|\son[a-z]+=|<script|https?://(?!127)[\w.]", LINK.sub("", text)):
        found.append("style, handler, script or another host")
    if "default-src 'none'" not in headers.get("content-security-policy", ""):
        found.append("policy")
    if headers.get("cache-control") != "no-store":
        found.append("may be kept")
    if len(gzip.compress(text.encode(), 6)) > MOST:
        found.append("weight")
    if not re.search(r"<h1>[^<]|<h1><bdi", text):
        found.append("heading")
    return found + unreadable(text, language)


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_a_page_in_six_languages(page: Page, signed_in: dict[str, Person], things: dict[str, str]) -> None:
    person = signed_in[ROLES.get(page.name, "tcd-authority")]
    path = page.path
    for place, kind in page.example.items():
        path = path.replace(f"{{{place}}}", things.get(kind, kind))
    for language in LANGUAGES:
        person.cookies["__Host-acsg-language"] = language
        seen = person.see(path)
        assert faults(seen.status, seen.text, dict(seen.headers), language) == [], (path, language)


def test_planted_faults_are_found(signed_in: dict[str, Person]) -> None:
    person = signed_in["tcd-authority"]
    person.cookies["__Host-acsg-language"] = "fr"
    seen = person.see("/")
    text, headers = seen.text, dict(seen.headers)
    assert faults(200, text, headers, "fr") == []
    assert "language or direction" in faults(200, text, headers, "ar")
    assert faults(200, text.replace("<p", '<p style="x"', 1), headers, "fr")
    assert faults(200, text.replace("<h1>", "<h2>"), headers, "fr") == ["heading"]
    link = '<h1>x</h1><a href="https://example.org/r" rel="noreferrer noopener">'
    assert faults(200, text.replace("<h1>", link + "<h1>", 1), headers, "fr") == []
    for planted in (link.replace(" rel=", " data-x="), link.replace("<a href", "<img src")):
        assert faults(200, text.replace("<h1>", planted + "<h1>", 1), headers, "fr"), planted
    assert faults(200, text, {}, "fr") == ["policy", "may be kept"]


def test_what_is_kept_by_a_browser_is_small_and_changes_its_address(signed_in: dict[str, Person]) -> None:
    person = signed_in["tcd-authority"]
    sheet = re.search(r"/static/console\.[0-9a-f]{12}\.css", person.see("/").text)
    assert sheet is not None
    style = person.see(sheet.group())
    assert "immutable" in style.headers["cache-control"]
    assert len(gzip.compress(style.text.encode())) < 5_000
    assert person.see("/static/console.000000000000.css").status == 404
    missing = person.see("/nothing/there")
    assert (missing.status, "default-src" in missing.headers["content-security-policy"]) == (404, True)
