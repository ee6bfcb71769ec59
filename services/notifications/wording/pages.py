"""The pages behind the links of a mail: they ask first, so that a mail scanner that opens links changes nothing."""

from dataclasses import dataclass

from services.notifications.wording.catalogue import WordsOfLanguage, words
from services.notifications.wording.mail import PAGES


@dataclass(frozen=True)
class MailPage:
    """A question with its button, or an answer without one."""

    said: WordsOfLanguage
    text: str
    button: str | None = None
    note: str | None = None

    def html(self) -> str:
        """The page."""
        return PAGES.get_template("page.html.j2").render(page=self)


def ask_unsubscribe(language: str, what: str) -> MailPage:
    """Whether messages of a kind, or a subscription, shall end."""
    said = words(language)
    text = said.say("page.unsubscribe", what=what)
    return MailPage(said, text, said.say("page.unsubscribe_button"), said.say("page.still"))


def ask_mute(language: str, days: int) -> MailPage:
    """Whether an item shall be muted."""
    said = words(language)
    return MailPage(said, said.count("page.mute", days), said.say("page.mute_button"))


def done_unsubscribe(language: str) -> MailPage:
    """It has ended."""
    said = words(language)
    return MailPage(said, said.say("page.unsubscribed"), note=said.say("page.still"))


def done_mute(language: str, when: str) -> MailPage:
    """It is muted."""
    said = words(language)
    return MailPage(said, said.say("page.muted", when=when))


def gone(language: str) -> MailPage:
    """The link leads nowhere."""
    said = words(language)
    return MailPage(said, said.say("page.gone"))
