"""Whatever one recipient's address or the server's answer does, only that delivery fails (WM 6).

A real mail server on loopback, with and without SMTPUTF8; and one that answers whatever a test makes up.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.local.processes import port
from services.notifications.channels import NotDelivered, smtp
from services.notifications.channels import email as channel
from services.notifications.channels.sender import Sender
from services.notifications.channels.smtp import ask, hand_over
from services.notifications.domain.address import Address, Unreachable, address_of
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.conftest import Open
from tests.support.happenings import Request
from tests.support.mail_room import MailRoom, Postbox

TCD, FRA, BUREAU, OFFICE = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD"
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nx\r\n"


def to(where: int) -> NotificationsSettings:
    return NotificationsSettings.model_validate(
        {"database_url": "postgresql://x/y", "smtp_url": f"smtp://127.0.0.1:{where}"}
    )


async def what_became(room: MailRoom, mailbox: str) -> list[tuple[str, str | None]]:
    rows = await room.rows(
        "select state, last_error from delivery where mailbox = :box order by created_at", box=mailbox
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("focal@bücher.example", "focal@bücher.example"), ("focal@xn--bcher-kva.example", "focal@bücher.example"),
        ("Focal@BÜCHER.Example", "Focal@bücher.example"), ("фокал@пример.example", "фокал@пример.example"),
        ("مكتب@مثال.example", "مكتب@مثال.example"), ("e\u0301@example.org", "é@example.org"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("utf8", [True, False])
async def test_an_address_beyond_ascii_is_delivered_or_given_up_and_others_go_on(
    opened: Open, given_: str, kept: str, utf8: bool
) -> None:
    async with opened(smtputf8=utf8) as room:
        box = await room.mailbox("tcd-authority", TCD, email=given_)
        assert box["email"] == kept
        await room.mailbox("wca-officer", BUREAU)
        await room.hear(Request("r1", room.clock.now()).submitted)
        await room.tick()
        reached = address_of(given_).wire
        if reached.isascii() or utf8:
            assert await what_became(room, box["mailbox_id"]) == [("delivered", None)]
            (raw,) = (one for one in room.postbox.raw if f"To: {reached}\r\n".encode() in one)
            assert b"To: =?" not in raw
        else:
            assert await what_became(room, box["mailbox_id"]) == [("failed", "smtputf8_not_offered")]
        assert len(room.mails("wca-officer")) == 1


@pytest.mark.parametrize(
    "wrong",
    ["a@-x.org", "a..b@example.org", ".a@example.org", "a@localhost", "a@☃.net", "a@xn--a.org", "a@x.invalid", "a\u202eb@x.org",
     "a\u200b@example.org", "a@ex\u200bample.org", "a@" + "b" * 64 + ".org", "a@1.2.3.4", "a@example..org"],
)  # fmt: skip
async def test_what_can_never_be_reached_is_refused_with_words(room: MailRoom, wrong: str) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    for method, path in (("POST", f"/directory/{TCD}/mailboxes"), ("PUT", f"/directory/{TCD}"),
                         ("PUT", f"/mailboxes/{box['mailbox_id']}")):  # fmt: skip
        answer = await room.call("tcd-authority", method, path, {"email": wrong})
        assert answer.status_code == 422, (wrong, answer.text)
        (fault,) = answer.json()["errors"]
        assert fault["pointer"] == "/email"
        assert len(fault["message"]) > 20


async def test_the_same_address_in_another_spelling_is_the_same_mailbox(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD, email="focal@bücher.example")
    for again in ("focal@xn--bcher-kva.example", "focal@BÜCHER.example", "focal@bu\u0308cher.example"):
        answer = await room.call("tcd-authority", "POST", f"/directory/{TCD}/mailboxes", {"email": again})
        assert answer.status_code == 409, again


async def odd_mailbox(room: MailRoom, email: str, n: int) -> str:
    """A mailbox as it may be kept from before addresses were looked at."""
    async with room.database.unit_of_work(Sender(room.database, room.settings)._cause) as uow:
        await uow.connection.exec_driver_sql(
            "insert into mailbox (mailbox_id, party, kind, email, language, time_zone, role) "
            "values ($1, $2, 'functional', $3, 'ar', 'UTC', 'state_authority')", (f"odd-{n}", TCD, email),
        )  # fmt: skip
    return f"odd-{n}"


ODD = (
    "", "@", "a", "a@", "@b", "a@-x", "a b@example.org", "<a@example.org>", "a@b@example.org", "a@[127.0.0.1]", '"a b"@example.org',
    "a@example.org\r\nRCPT TO:<b@example.org>", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + "@example.org",
    "a@" + "b" * 300, "x" * 5000 + "@example.org", "a@ﷺ.example", "a@\u202e.org", "a@☃.net", "фокал@пример.example", "a,b@example.org",
    "a;b@example.org", "a%b@example.org", "=?utf-8?q?a?=@example.org", "a@xn--.org", "ß@ß.de", "a@example.org.", "mailto:a@example.org",
)  # fmt: skip


@pytest.mark.parametrize("utf8", [True, False])
async def test_no_kept_address_holds_up_anybody_else(opened: Open, utf8: bool) -> None:
    async with opened(smtputf8=utf8) as room:
        await room.mailbox("tcd-authority", TCD)
        await room.mailbox("wca-officer", BUREAU)
        await room.mailbox("tcd-office", OFFICE)
        boxes = [await odd_mailbox(room, email, n) for n, email in enumerate(ODD)]
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted, one.feedback(room.clock.now()))
        await room.tick()
        for minutes in (1, 5, 20, 60, 180, 300, 600, 900):
            room.clock.moment += timedelta(minutes=minutes)
            await room.tick()
        for who in ("tcd-authority", "wca-officer", "tcd-office"):
            assert room.mails(who), who
        for box in boxes:
            became = await what_became(room, box)
            assert became, box
            assert {state for state, _ in became} <= {"delivered", "failed"}, became
        inbox = await room.done("tcd-authority", "GET", f"/inboxes/{TCD}")
        assert len(inbox["entries"]) == 2


@pytest.mark.parametrize(
    "broken", [LookupError("x"), UnicodeEncodeError("ascii", "é", 0, 1, "x"), RecursionError(), AssertionError()]
)
async def test_whatever_goes_wrong_with_one_mail_is_its_own_affair(
    room: MailRoom, broken: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    await room.mailbox("wca-officer", BUREAU)
    there = smtp.hand_over

    async def odd(mail: bytes, sender: str, recipient: Address, given_: Any) -> None:
        if recipient.wire.startswith("tcd"):
            raise broken
        await there(mail, sender, recipient, given_)

    monkeypatch.setattr(channel, "hand_over", odd)
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    assert len(room.mails("wca-officer")) == 1
    assert await what_became(room, box) == [("retrying", "unexpected_fault")]


@pytest.mark.control
async def test_control_without_the_guard_the_loop_ends(room: MailRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unguarded(self: Sender, held: Any, _: Any) -> Any:
        raise UnicodeEncodeError("ascii", "é", 0, 1, "as aiosmtplib raised it")

    monkeypatch.setattr(Sender, "_attempt", unguarded)
    await room.mailbox("tcd-authority", TCD)
    await room.hear(Request("r1", room.clock.now()).submitted)
    with pytest.raises(UnicodeEncodeError):
        await room.tick()


async def test_a_slow_answer_holds_one_place_and_no_other_mail(room: MailRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.mailbox("tcd-authority", TCD)
    await room.mailbox("wca-officer", BUREAU)
    release, there = asyncio.Event(), smtp.hand_over

    async def slow(mail: bytes, sender: str, recipient: Address, given_: Any) -> None:
        if recipient.wire.startswith("tcd"):
            await release.wait()
        await there(mail, sender, recipient, given_)

    monkeypatch.setattr(channel, "hand_over", slow)
    sender = Sender(room.database, room.settings)
    for n in range(4):
        await room.hear(Request(f"r{n}", room.clock.now()).submitted)
        while len(room.mails("wca-officer")) <= n:
            await sender.round()
    assert room.mails("tcd-authority") == []
    release.set()
    while await sender.round():
        pass
    assert len(room.mails("tcd-authority")) == 4


class Whatever(asyncio.Protocol):
    """A server that answers each line with the next of a list, then hangs up."""

    def __init__(self, answers: list[bytes]) -> None:
        self.answers = list(answers)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.next()

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\n")):
            self.next()

    def next(self) -> None:
        if not self.answers:
            self.transport.close()
        elif not self.transport.is_closing():
            self.transport.write(self.answers.pop(0))


@asynccontextmanager
async def answering(answers: list[bytes]) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(lambda: Whatever(answers), "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


lines = st.one_of(
    st.sampled_from([
        b"220 x\r\n", b"250 x\r\n", b"250-x\r\n250 SMTPUTF8\r\n", b"354 go\r\n", b"421 away\r\n", b"450 later\r\n", b"550 no\r\n",
        b"299 hm\r\n", b"999 hm\r\n", b"-1\r\n", b"\r\n", b"\xff\xfe\r\n", b"250 " + b"x" * 5000 + b"\r\n", b"220 x\n",
        b"250-" + b"x" * 90_000 + b"\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"250\r\n250\r\n250\r\n", b"535 login\r\n",
    ]),
    st.binary(max_size=60).map(lambda one: one + b"\r\n"),
)  # fmt: skip


@given(st.lists(lines, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
async def test_whatever_a_server_answers_is_a_code(answers: list[bytes]) -> None:
    async with answering([*answers]) as where:
        code = await outcome(address_of("b@example.org"), where)
    assert code == "ok" or code.startswith("smtp_")
    assert code.replace("_", "").isalnum()


async def outcome(recipient: Address, where: int) -> str:
    """The code of an attempt. Whatever else is raised fails the test."""
    try:
        await asyncio.wait_for(hand_over(MAIL, "a@example.org", recipient, to(where)), 60)
    except NotDelivered as fault:
        return fault.code
    return "ok"


POLITE = [b"220 x\r\n", b"250 x\r\n", b"250 x\r\n", b"250 x\r\n", b"354 x\r\n"]
"""Greeting, EHLO, MAIL, RCPT, DATA."""


@pytest.mark.parametrize(
    ("answers", "code", "final"),
    [
        ([b"554 no\r\n"], "smtp_554", False), ([b"220 x\r\n", b"502 x\r\n", b"502 x\r\n"], "smtp_502", False),
        ([*POLITE[:2], b"530 log in first\r\n"], "smtp_530", False), ([*POLITE[:3], b"450 greylisted\r\n"], "smtp_450", False),
        ([*POLITE[:3], b"550 nobody\r\n"], "smtp_550", True), ([*POLITE[:4], b"452 full\r\n"], "smtp_452", False),
        ([*POLITE[:4], b"554 no\r\n"], "smtp_554", True), ([*POLITE[:3], b"999 x\r\n"], "smtp_odd_answer", False),
        (POLITE, "smtp_away", False), ([], "smtp_away", False),
    ],
)  # fmt: skip
async def test_what_is_about_the_recipient_is_final_and_what_is_about_the_server_is_not(
    answers: list[bytes], code: str, final: bool
) -> None:
    async with answering(answers) as where:
        with pytest.raises(NotDelivered) as fault:
            await hand_over(MAIL, "a@example.org", address_of("b@example.org"), to(where))
    assert (fault.value.code, fault.value.final) == (code, final)


async def test_a_mail_that_was_taken_is_delivered_whatever_the_goodbye_is() -> None:
    for goodbye in ([], [b"500 what\r\n"], [b"\xff\r\n"]):
        async with answering([*POLITE, b"250 taken\r\n", *goodbye]) as where:
            await hand_over(MAIL, "a@example.org", address_of("b@example.org"), to(where))


@given(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_text_as_an_address_is_read_or_refused(local: str, host: str, dotted: bool) -> None:
    with contextlib.suppress(Unreachable):
        found = address_of(f"{local}@{host}" + (".org" if dotted else ""))
        assert found.wire.rpartition("@")[2].isascii()
        assert address_of(found.text) == found


@pytest.mark.parametrize("utf8", [True, False])
async def test_addresses_that_were_read_reach_a_real_server_or_say_why_not(utf8: bool) -> None:
    postbox, chance = Postbox(), random.Random(7)
    server = Controller(
        postbox, hostname="127.0.0.1", port=port(0, "a mail server"), enable_SMTPUTF8=utf8, ready_timeout=60
    )
    server.start()
    letters = "abcxyz09éüßñçøłğışאבגעربمكتبбвгджфокал中文日本語한국어देवना"
    try:
        await ask(to(server.port))
        sent = 0
        for _ in range(60):
            local, host = ("".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(2))
            try:
                one = address_of(f"{local}@{host}.example.org")
            except Unreachable:
                continue
            code = await outcome(one, server.port)
            sent += code == "ok"
            assert code == ("smtputf8_not_offered" if one.international and not utf8 else "ok")
        assert len(postbox.raw) == sent
        assert sent > 3 or not utf8
    finally:
        server.stop()
