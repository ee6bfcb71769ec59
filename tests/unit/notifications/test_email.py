"""A mail as it leaves: both parts, threads by request, one click where it is allowed, no room for tricks (RFC 8058)."""

import email
import email.policy
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notifications.channels import NotDelivered
from services.notifications.channels.email import message, said
from services.notifications.domain.address import address_of
from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.links import LONGEST, BadLink, Link, link_of, token
from services.notifications.domain.notice import OVERVIEW
from services.notifications.settings import NotificationsSettings
from shared.contracts.vocabulary import LANGUAGES
from shared.runtime.clock import FixedClock
from tests.support.golden_mails import seen

CLOCK = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
KEYS = ("a-key-of-links-that-is-long-enough-1",)
SETTINGS = NotificationsSettings(
    database_url="postgresql://x/y", mail_link_url="https://mail.example.org/", mail_link_keys=KEYS, mode="production",
)  # fmt: skip
CONFIRMED, FEEDBACK = "acsg.matching.match-confirmed", "acsg.intake.feedback-shared"


def content(role: str, *, thread: str = "r1", title: str = "Digital files", **more: Any) -> dict[str, Any]:
    reason = {"role": role, "paragraph": "8", "subscription_id": None, "subscription": None}
    item = seen("request", title=title, **more).model_dump(mode="json")
    return {"thread": thread, "reason": reason, "seen": item, "reminder": None}


def held(told: Mapping[str, Any], *, must_act: bool, kind: str = FEEDBACK, one: str = "d1", **more: Any) -> Delivery:
    draft = Draft("iso3166:TCD", "iso3166:TCD", "email", must_act, "8", dict(told), None, "box-1")
    values = {"address": "registry@example.org", "language": "fr", "mailbox": "box-1", "time_zone": "UTC"} | more
    return Delivery(one, f"event-{one}", kind, "r1", draft, 0, 1, **values)


def wire(delivery: Delivery, settings: NotificationsSettings = SETTINGS) -> bytes:
    """A mail as it is handed to the server."""
    assert delivery.address is not None
    return message(delivery, settings, CLOCK, address_of(delivery.address))


def sent(delivery: Delivery, settings: NotificationsSettings = SETTINGS) -> EmailMessage:
    """A mail as a reader's program takes it apart, after the wire."""
    raw = wire(delivery, settings)
    assert all(len(line) <= 998 and line.isascii() for line in raw.split(b"\r\n"))
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_has_both_parts_and_says_what_it_is() -> None:
    mail = sent(held(content("requesting_state"), must_act=True))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"].startswith(
        "[ACSG-2026-TCD-001] Observations sur la demande d’appui : Digital files (par. 8)"
    )
    assert (mail["Auto-Submitted"], mail["Content-Language"], mail["List-Id"]) == ("auto-generated", "fr", "<wca.acsg>")
    assert mail["Message-ID"] == "<d1@wca.acsg>"
    assert (
        mail["Message-ID"] == sent(replace(held(content("requesting_state"), must_act=True), attempts=3))["Message-ID"]
    )


def test_what_must_be_acted_on_has_no_one_click_and_says_so_and_can_be_muted() -> None:
    mail = sent(held(content("requesting_state", urgent=True), must_act=True))
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["Importance"] == "high"
    text = mail.get_body(("plain",)).get_content()
    assert "il n’est donc pas possible de se désabonner" in text
    link = next(line for line in text.splitlines() if line.startswith("https://")).rpartition("/")[2]
    assert link_of(link, KEYS) == Link("mute", "box-1", "r1")


@pytest.mark.parametrize(
    ("reason", "link"),
    [
        ({}, Link("stop", "box-1", CONFIRMED)),
        ({"role": "subscription", "subscription_id": "s1", "subscription": "Mine"}, Link("end", "box-1", "s1")),
    ],
)
def test_what_should_be_known_ends_with_one_click(reason: dict[str, str], link: Link) -> None:
    told = content("side")
    told["reason"] |= reason
    mail = sent(held(told, must_act=False, kind=CONFIRMED))
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://mail.example.org/mail/")
    assert link_of(address.rpartition("/")[2], KEYS) == link
    for kind in ("plain", "html"):
        assert address in mail.get_body((kind,)).get_content()


def overview(*owed: str | None) -> dict[str, Any]:
    entries = [{"seen": seen("request", item_id=f"i{n}", status="in_line").model_dump(mode="json"), "owed": one}
               for n, one in enumerate(owed)]  # fmt: skip
    return {"overview": {"batch": "daily", "entries": entries}}


def test_an_overview_can_be_stopped_unless_something_waits_in_it() -> None:
    def made(*owed: str | None) -> EmailMessage:
        delivery = held(overview(*owed), must_act=any(owed), kind=OVERVIEW)
        return sent(replace(delivery, draft=replace(delivery.draft, due_at=CLOCK.now())))

    assert made("consent", None)["List-Unsubscribe"] is None
    stopped = made(None, None)
    assert stopped["Subject"] == "2 dossiers : récapitulatif quotidien, lundi 2 mars 2026"
    link = stopped["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert link_of(link, KEYS) == Link("stop", "box-1", OVERVIEW)


def test_mails_about_one_request_are_one_thread_of_each_mailbox_and_say_nothing_of_its_id() -> None:
    thread = "0193a5f0-0000-7000-8000-0000000000aa"
    mails = [sent(held(content("side", thread=thread), must_act=False, kind=kind, one=one))
             for kind, one in ((FEEDBACK, "d1"), (CONFIRMED, "d2"))]  # fmt: skip
    assert len({mail["References"] for mail in mails}) == 1
    assert all(mail["References"] == mail["In-Reply-To"] for mail in mails)
    assert len({mail["Message-ID"] for mail in mails}) == 2
    elsewhere = sent(held(content("side", thread=thread), must_act=False, mailbox="box-2"))
    other = sent(held(content("side", thread="another"), must_act=False))
    assert len({mails[0]["References"], elsewhere["References"], other["References"]}) == 3
    assert all(thread not in mail.as_string() for mail in mails)


def test_without_an_address_from_outside_there_are_no_links() -> None:
    quiet = NotificationsSettings(database_url="postgresql://x/y", mode="production")
    mail = sent(held(content("side"), must_act=False), quiet)
    assert mail["List-Unsubscribe"] is None
    assert "https://" not in mail.get_body(("plain",)).get_content()
    assert quiet.keys == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"mail_link_url": "http://mail.example.org", "mail_link_keys": KEYS}, {"mail_link_url": "https://mail.example.org"},
        {"mail_link_url": "https://mail.example.org", "mail_link_keys": ("short",)}, {"time_zone": "Mars/Olympus"},
    ],
)  # fmt: skip
def test_links_that_would_not_be_safe_do_not_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NotificationsSettings(**({"database_url": "postgresql://x/y", "mode": "production"} | wrong))


@pytest.mark.paragraph("17")
def test_what_was_erased_is_not_sent() -> None:
    with pytest.raises(NotDelivered, match="agreement_withdrawn") as refused:
        sent(held({"thread": "r1", "reason": content("approached")["reason"], "erased": True}, must_act=True))
    assert refused.value.final


class Tags(HTMLParser):
    """Collects tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.html: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "background"}]
        self.html = dict(attrs) if tag == "html" else self.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_light_and_turned_the_way_of_its_language(language: str) -> None:
    mail = sent(held(content("requesting_state"), must_act=True, language=language))
    page = mail.get_body(("html",)).get_content()
    read = Tags()
    read.feed(page)
    assert read.html == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert not {"img", "script", "link", "iframe", "object"} & set(read.tags)
    assert all(address.startswith("https://mail.example.org/") for address in read.addresses)
    assert len(page.encode()) < 6000
    assert "url(" not in page
    assert "@import" not in page


@given(st.text(min_size=1, max_size=200))
def test_no_title_breaks_a_mail_or_gets_out_of_its_place(title: str) -> None:
    mail = sent(held(content("requesting_state", title=title), must_act=True))
    assert set(mail.keys()) <= {
        "From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "X-Auto-Response-Suppress",
        "Content-Language", "List-Id", "In-Reply-To", "References", "MIME-Version", "Content-Type",
    }  # fmt: skip
    plain, planted = (Tags(), Tags())
    plain.feed(sent(held(content("requesting_state"), must_act=True)).get_body(("html",)).get_content())
    planted.feed(mail.get_body(("html",)).get_content())
    assert planted.tags == plain.tags


names = st.text(st.characters(codec="ascii"), max_size=60)


@given(st.text(min_size=1, max_size=200), st.sampled_from(["ar", "en", "zh"]))
def test_a_subject_arrives_as_it_was_written(title: str, language: str) -> None:
    delivery = held(content("requesting_state", title=title), must_act=True, language=language)
    # A header that is folded before its first word arrives with a space in front, which no reader shows.
    assert sent(delivery)["Subject"].lstrip(" ") == said(delivery, "", SETTINGS).subject


@pytest.mark.control
def test_control_the_librarys_own_folding_loses_a_space_and_encodes_a_link() -> None:
    subject = (
        "[ACSG-2026-TCD-001] ملاحظات على طلب الدعم: \u2068Digital registration of asylum applications\u2069 (الفقرة 8)"
    )
    mail = EmailMessage()
    mail["Subject"], mail["List-Unsubscribe"] = subject, f"<https://mail.example.org/mail/{'a' * 90}>"
    raw = mail.as_bytes(policy=email.policy.SMTP)
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] != subject
    assert b"List-Unsubscribe: =?utf-8?" in raw


links = st.builds(Link, st.sampled_from(["stop", "end", "mute"]), names, names)


@given(links)
def test_a_link_is_read_as_it_was_written(link: Link) -> None:
    assert link_of(token(link, KEYS), ("another-key-of-links-that-is-long-enough", *KEYS)) == link


@given(links, st.data())
def test_a_link_that_was_touched_is_refused(link: Link, data: st.DataObject) -> None:
    made = token(link, KEYS)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda one: one != made[at]))
    for touched in (made[:at] + other + made[at + 1 :], made[:at], made + other, made.partition(".")[0] + "."):
        with pytest.raises(BadLink):
            link_of(touched, KEYS)
    with pytest.raises(BadLink):
        link_of(made, ("another-key-of-links-that-is-long-enough",))


@pytest.mark.parametrize("text", ["", ".", "a.b", "é.é", "=" * 10, "x" * (LONGEST + 1), json.dumps(["stop", "b", "c"])])
def test_anything_else_is_no_link(text: str) -> None:
    with pytest.raises(BadLink):
        link_of(text, KEYS)
    with pytest.raises(BadLink):
        link_of(text, ())
