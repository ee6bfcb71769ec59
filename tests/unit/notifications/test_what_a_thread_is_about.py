"""A mail from a thread says what the thread is about, in its reader's language, and says of a thread apart no deployment (WM 6, 8, 17)."""

import pytest

from services.notifications.domain.notice import NoticeReason
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.thread import ABOUT
from services.notifications.wording.catalogue import words
from services.notifications.wording.mail import Letter, compose
from shared.contracts import dialogue
from shared.contracts.vocabulary import LANGUAGES
from tests.support.golden_mails import reader, seen

pytestmark = [pytest.mark.paragraph("6"), pytest.mark.paragraph("8")]
TOLD = (dialogue.MessageSent, dialogue.QuestionAsked, dialogue.QuestionAnswered, dialogue.QuestionWithdrawn)


def letter(event: type[dialogue.ThreadEvent], about: str, *, must_act: bool) -> Letter:
    role = "asked" if must_act else "in_circle"
    thread = seen("thread", about=about, title=None, areas=[], reference="CALL-1F2E3D4C", region=None)
    said = (Spoken(kind="thread", text="Quel <b>plan</b> ?"),)
    return Letter(event.wire_type, must_act, NoticeReason(role=role, paragraph="8"), thread, spoken=said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ABOUT)
def test_it_says_what_the_thread_is_about(about: str, language: str) -> None:
    phrase = words(language).say(f"about.{about}")
    for event in TOLD:
        mail = compose(letter(event, about, must_act=event is dialogue.QuestionAsked), reader(language))
        assert phrase in " ".join(mail.text.split()), event
        assert ("/threads/i1" in mail.text, "Quel <b>plan</b> ?" in mail.text, "<b>plan" in mail.html) == (
            True,
            True,
            False,
        )
        assert "{" not in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_thing_is_called_differently(language: str) -> None:
    said = [words(language).say(f"about.{one}") for one in ABOUT]
    assert len(set(said)) == len(ABOUT)


def test_a_mail_of_before_it_was_kept_says_a_case() -> None:
    mail = compose(
        Letter(dialogue.MessageSent.wire_type, False, NoticeReason(role="in_circle", paragraph="8")), reader("en")
    )
    assert "in the thread about the case." in mail.text
