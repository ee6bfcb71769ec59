"""Every line in Arabic begins right to left, and what is foreign in it keeps its own direction (UAX 9)."""

import unicodedata
from collections.abc import Iterator
from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.notifications.domain.announcement import Announcement
from services.notifications.domain.dates import Date
from services.notifications.wording import direction
from services.notifications.wording.atom import ATOM, feed
from services.notifications.wording.calendar import CalendarSheet, calendar
from services.notifications.wording.catalogue import words
from services.notifications.wording.mail import compose, sheet
from shared.contracts.classification import Classification
from shared.contracts.intake import SupportRequestPublished
from tests.support import golden_mails as kept

ARABIC = words("ar")
ISOLATES, END = "\u2066\u2067\u2068", "\u2069"


def first(text: str) -> str:
    return next((kind for one in text if (kind := unicodedata.bidirectional(one)) in ("L", "R", "AL")), "")


def outside(text: str) -> str:
    """What stands in no isolate."""
    depth, said = 0, ""
    for one in text:
        depth += (one in ISOLATES) - (one == END)
        assert depth >= 0, text
        said += one if not depth and one != END else ""
    assert depth == 0, f"an isolate is left open: {text!r}"
    return said


def arabic_mails() -> Iterator[tuple[str, str, str]]:
    for event in kept.AUDIENCES:
        for name, letter in kept.letters(event):
            made = compose(letter, kept.reader("ar"))
            yield f"{event.wire_type} {name}", made.subject, made.text


@pytest.mark.parametrize(("name", "subject", "text"), [pytest.param(*one, id=one[0]) for one in arabic_mails()])
def test_subjects_and_lines_begin_right_to_left_and_latin_is_kept_apart(name: str, subject: str, text: str) -> None:
    assert first(subject) in {"R", "AL"}, (name, subject)
    assert "L" not in {unicodedata.bidirectional(one) for one in outside(subject)}, subject
    for line in text.split("\n"):
        if "://" not in line:
            assert first(line) in {"", "R", "AL"}, (name, line)
            assert "L" not in {unicodedata.bidirectional(one) for one in outside(line)}, line
    assert "\n-- \n" in text, "the mark of a signature stays as mail programs know it"


def test_an_entry_of_the_inbox_begins_so_too() -> None:
    for event in kept.AUDIENCES:
        for _, letter in kept.letters(event):
            assert first(sheet(letter, kept.reader("ar")).subject) in {"R", "AL"}


@pytest.mark.parametrize("title", ["تسجيل رقمي", "Digital registration", "x" * 300, "تسجيل " * 40, "12 (a)", "ملف A"])
def test_titles_of_any_direction_and_length_leave_the_line_as_it_is(title: str) -> None:
    one = kept.seen("request", title=title)
    for language in kept.LANGUAGES:
        letter = kept.Letter(
            "acsg.intake.feedback-shared", True, kept.NoticeReason(role="requesting_state", paragraph="15.iii"), one
        )
        made = compose(letter, kept.reader(language))
        assert first(made.subject) in ({"R", "AL"} if language == "ar" else {"L"}), made.subject
        outside(made.subject)


def test_calendars_begin_right_to_left_in_summary_place_and_name() -> None:
    meeting = kept.seen("meeting", sitting=kept.SITTING, title="Réunion")
    values = {
        "deadline_id": "d",
        "paragraph": "4",
        "due_at": kept.DUE,
        "round": 1,
        "changed_at": kept.DUE,
        "closed": False,
    }
    dates = [
        Date(**values, owed="meeting", own=True, seen=meeting),  # type: ignore[arg-type]
        Date(**values, owed="consent", own=False, seen=kept.seen("request")),
    ]  # type: ignore[arg-type]
    made = Calendar.from_ical(calendar(dates, CalendarSheet("Agenda", "ar", "Africa/Cairo", "wca")))
    assert first(str(made["X-WR-CALNAME"])) == "R"
    for event in made.walk("VEVENT"):
        for name in ("SUMMARY", "LOCATION"):
            if name in event:
                assert first(str(event[name])) in {"R", "AL"}, event[name]
                outside(str(event[name]))
        assert all(first(line) in {"", "R", "AL"} for line in str(event["DESCRIPTION"]).split("\n"))


def test_a_feed_says_its_language_and_keeps_an_arabic_title_apart() -> None:
    data = {"fields": {"title": "تسجيل رقمي", "reference": "ACSG-2026-TCD-001"}}
    one = Announcement(1, "e", "s", SupportRequestPublished.wire_type, "r", "wca", kept.DUE, 1, 1, Classification.UNCLASSIFIED,
                       "17", (), SupportRequestPublished.schema_id(), data)  # fmt: skip
    root = xml.fromstring(feed([one], "https://a.example/f", "https://a.example", "wca", kept.DUE))
    title = root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") or ""
    assert title.endswith("ACSG-2026-TCD-001 – \u2068تسجيل رقمي\u2069")
    assert first(title) == "L"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@given(st.text(max_size=80))
def test_any_line_begins_the_way_of_its_language(text: str) -> None:
    line = direction.foreign(ARABIC, text)
    assert first(direction.begins(ARABIC, line)) in {"", "R", "AL"}
    outside(line)
    assert direction.begins(words("fr"), text) == text


@pytest.mark.control
def test_control_a_line_as_it_was_begins_left_to_right() -> None:
    assert first("[ACSG-2026-TCD-001] ملاحظات على طلب الدعم: تسجيل (الفقرة 8)") == "L"
