"""Header fields in raw bytes: structured ones without encoded words, folded where it is allowed, whatever they carry (RFC 5322)."""

import email
import email.policy
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.channels import header_fields
from services.notifications.channels.email import message
from services.notifications.domain.address import Unreachable, address_of, ascii_url
from services.notifications.domain.links import LONGEST
from services.notifications.domain.notice import OVERVIEW
from services.notifications.settings import NotificationsSettings
from shared.contracts.vocabulary import LANGUAGES
from tests.support.golden_mails import SITTING, seen
from tests.unit.notifications.test_email import CLOCK, CONFIRMED, FEEDBACK, KEYS, SETTINGS, content, held, overview

LONG_DEPLOYMENT = "a-deployment-with-a-very-long-name-that-no-line-of-78-characters-has-room-for-beside-an-id"
FREE = {"subject", "from", "to"}
"""Free text, and fields with a display name, where encoded words are right."""


def fields(raw: bytes) -> list[tuple[str, bytes]]:
    """The header fields of a mail and of its parts, as they stand on the wire; a value keeps its folds."""
    found = []
    for block in re.findall(rb"(?:^|\r\n)((?:[A-Za-z-]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*)+)", raw):
        for one in re.split(rb"\r\n(?=[^ \t])", block.removesuffix(b"\r\n")):
            name, _, value = one.partition(b":")
            found.append((name.decode().lower(), value))
    return found


def unfolded(value: bytes) -> str:
    return re.sub(rb"\r\n(?=[ \t])", b"", value).decode().strip()


def raw_of(settings: NotificationsSettings = SETTINGS, **more: object) -> bytes:
    delivery = held(content("side"), must_act=False, kind=CONFIRMED, **more)  # type: ignore[arg-type]
    assert delivery.address
    return message(delivery, settings, CLOCK, address_of(delivery.address))


def holds(raw: bytes) -> dict[str, bytes]:
    """What holds of every mail's header; answers its fields."""
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in head.split(b"\r\n"):
        assert 0 < len(line) <= header_fields.LONGEST
        assert line.strip()
        # A line is over the usual width for a single token alone, which cannot be folded.
        assert len(line) <= header_fields.WIDTH or b" " not in line.partition(b":")[2].strip()
    for name, value in fields(raw):
        assert name in FREE or b"=?" not in value, (name, value)
    return dict(fields(head + b"\r\n"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("host", ["mail.example.org", "bücher.example", "пример.испытание"])
def test_structured_fields_are_plain_on_the_wire(language: str, host: str) -> None:
    settings = SETTINGS.model_copy(
        update={"mail_link_url": f"https://{host}/{'p' * 60}", "deployment": LONG_DEPLOYMENT,
                "mail_from": "Sécrétariat du Groupe d’appui aux capacités d’asile, bureau régional <acsg@bücher.example>"}
    )  # fmt: skip
    found = holds(raw_of(settings, language=language, one="d" * 60, address=f"registry@{host}"))
    link = unfolded(found["list-unsubscribe"])
    assert re.fullmatch(r"<https://[!-~]+>", link), link
    assert link.startswith(f"<{ascii_url(f'https://{host}')}/")
    assert unfolded(found["list-unsubscribe-post"]) == "List-Unsubscribe=One-Click"
    assert unfolded(found["message-id"]) == f"<{'d' * 60}@{LONG_DEPLOYMENT}.acsg>"
    assert re.fullmatch(rf"<thread-[0-9a-f]{{32}}@{LONG_DEPLOYMENT}\.acsg>", unfolded(found["references"]))
    assert found["references"] == found["in-reply-to"]
    assert unfolded(found["auto-submitted"]) == "auto-generated"
    assert unfolded(found["to"]) == address_of(f"registry@{host}").wire
    assert found["from"].rstrip().endswith(b"<acsg@xn--bcher-kva.example>")
    read = email.message_from_bytes(raw_of(settings), policy=email.policy.default)
    assert read["From"].addresses[0].display_name.startswith("Sécrétariat du Groupe d’appui")


def test_a_part_for_calendars_says_its_method_plainly() -> None:
    told = content("invited") | {"seen": seen("meeting", sitting=SITTING).model_dump(mode="json")}
    delivery = held(told, must_act=True, kind="acsg.dialogue.meeting-convened", address="чад@пример.example")
    raw = message(delivery, SETTINGS, CLOCK, address_of("чад@пример.example"))
    types = [unfolded(value) for name, value in fields(raw) if name == "content-type"]
    assert any(re.fullmatch(r'text/calendar; charset="utf-8"; method="REQUEST"', one) for one in types), types
    for name, value in fields(raw):
        assert name in FREE or b"=?" not in value
    part = next(
        one for one in email.message_from_bytes(raw, policy=email.policy.default).walk()
        if one.get_content_type() == "text/calendar"
    )  # fmt: skip
    lines = part.get_content().replace("\r\n ", "")
    assert "mailto:%D1%87%D0%B0%D0%B4@xn--e1afmkfd.example" in lines


def test_an_overview_is_no_exception() -> None:
    delivery = held(overview(None), must_act=False, kind=OVERVIEW)
    delivery = replace(delivery, draft=replace(delivery.draft, due_at=CLOCK.now()))
    assert b"<https://" in holds(message(delivery, SETTINGS, CLOCK, address_of("a@example.org")))["list-unsubscribe"]


tokens = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), min_size=1, max_size=300)


@given(st.lists(tokens, min_size=1, max_size=8))
def test_a_structured_field_arrives_as_it_is_and_every_line_is_legal(given_: list[str]) -> None:
    raw = header_fields.structured("References", *given_)
    assert unfolded(raw.partition(b":")[2].removesuffix(b"\r\n")).split() == given_
    for n, line in enumerate(raw.removesuffix(b"\r\n").split(b"\r\n")):
        assert line.strip()
        assert line[:1] == b" " if n else line.startswith(b"References: ")
        assert len(line) <= header_fields.WIDTH or len(line.split(b": ", 1)[-1].split()) == 1


@given(st.text(min_size=1, max_size=300), st.text(min_size=0, max_size=80))
def test_free_text_and_display_names_arrive_whole(subject: str, display: str) -> None:
    subject, display = " ".join(subject.split()), " ".join("".join(c for c in display if c.isprintable()).split())
    raw = header_fields.text("Subject", subject) + header_fields.mailbox("From", display, "a@example.org") + b"\r\n"
    assert raw.isascii()
    assert all(len(line) <= header_fields.LONGEST for line in raw.split(b"\r\n"))
    read = email.message_from_bytes(raw, policy=email.policy.default)
    if subject.isprintable():
        assert str(read["Subject"]) == subject
    (sender,) = read["From"].addresses
    assert sender.addr_spec == "a@example.org"


@pytest.mark.parametrize("token", ["<a b>", "", "a\r\nBcc: x@example.org", "é", "x" * 1000])
def test_what_no_line_can_carry_is_refused(token: str) -> None:
    with pytest.raises(ValueError):
        header_fields.structured("Message-ID", token)


@pytest.mark.control
def test_control_a_planted_encoded_word_is_seen() -> None:
    planted = header_fields.text("List-Unsubscribe", "<https://bücher.example/mail/x>") + b"\r\nbody"
    with pytest.raises(AssertionError):
        holds(planted)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"mail_from": "Secretariat <фокал@example.org>"}, "mail_from"), ({"mail_from": "nobody"}, "@"), ({"mail_from": "A <a@b.org> <c@d"}, "period"),
        ({"heartbeat_mailbox": "self-test@-x.org"}, "hyphen"), ({"mail_link_url": "https://☃.example/"}, "host"),
        ({"mail_link_url": "https://mail.example/" + "x" * 400}, "too long"), ({"smtp_url": "smtp://☃.example"}, "host"),
    ],
)  # fmt: skip
def test_what_would_spoil_every_mail_does_not_start(wrong: dict[str, str], word: str) -> None:
    values = {"database_url": "postgresql://x/y", "mode": "production", "mail_link_keys": KEYS} | wrong
    with pytest.raises(ValueError, match=word):
        NotificationsSettings.model_validate(values)
    assert LONGEST + 300 < header_fields.LONGEST


def test_an_address_has_one_spelling() -> None:
    assert address_of("focal@BÜCHER.example") == address_of("focal@xn--bcher-kva.example")
    assert address_of("фокал@пример.example").wire == "фокал@xn--e1afmkfd.example"
    assert address_of("фокал@пример.example").international
    for wrong in ("a@-x.org", "a..b@x.org", "a@localhost", "a@☃.net", "a@x.invalid", FEEDBACK):
        with pytest.raises(Unreachable):
            address_of(wrong)
