"""A thousand mails of every event, language and reader say nothing that their reader may not see (S9, WM 17).

Every text of a request, an offer and the Secretariat's words carries a canary. What each reader may see is said here again, by
hand and apart from the code: by who it is, what it was given, and what was shown to it.
"""

import email
import email.policy
import itertools
import json
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from services.notifications.actions.tell import Situation, draft, notices
from services.notifications.channels.email import message
from services.notifications.domain.address import address_of
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.notice import Notice
from services.notifications.domain.parties import Here
from services.notifications.domain.preferences import Mailbox, Subscription
from services.notifications.kinds import request
from shared.contracts import matching, roster
from shared.contracts.event import Event
from shared.contracts.vocabulary import LANGUAGES
from tests.support.happenings import Request, envelope, match, offer
from tests.support.limits import LIMITS
from tests.unit.notifications.test_email import CLOCK, SETTINGS

NOW = CLOCK.now()
TCD, NER, FRA, DEU = "iso3166:TCD", "iso3166:NER", "iso3166:FRA", "iso3166:DEU"
OFFICE, BUREAU, ELSEWHERE, GENEVA, NGO = (
    "unhcr-office:TCD",
    "unhcr-bureau:wca",
    "unhcr-bureau:esa",
    "unhcr:secretariat",
    "org:ecre",
)
READERS = {
    TCD: "state_authority", NER: "state_authority", FRA: "state_authority", DEU: "state_authority", OFFICE: "country_office",
    BUREAU: "bureau_officer", ELSEWHERE: "bureau_officer", GENEVA: "geneva_officer", NGO: "stakeholder",
}  # fmt: skip
TITLE, GAP, CONTACT = "CANARYTITLE", "CANARYGAP", "CANARYCONTACT"
MESSAGE, COMMENT, REASON, CALL, OFFER = "CANARYMESSAGE", "CANARYCOMMENT", "CANARYREASON", "CANARYCALL", "CANARYOFFER"
EVERY = (TITLE, GAP, CONTACT, MESSAGE, COMMENT, REASON, CALL, OFFER)
INSIDE, OFFICERS = {TCD, OFFICE}, {BUREAU, GENEVA}


def everybody(language: str) -> list[Mailbox]:
    """Each reader follows everything it can, in a language."""
    kinds = {"kinds": ["request", "offer", "match", "solicitation", "meeting"]}
    follow = Subscription(subscription_id="s", name="All", expression=kinds, rhythm="immediately")
    return [Mailbox(mailbox_id=f"box-{party}", party=party, role=role, language=language, subscriptions=(follow,))
            for party, role in READERS.items()]  # fmt: skip


def life(shown: tuple[str, ...]) -> list[Event]:
    """A request from its first word to a match, with what may be shown of it."""
    one = Request("r1", NOW, title=f"{TITLE} registration", gap=GAP, competent_authority={"name": CONTACT})
    feedback = one.feedback(NOW)
    feedback = feedback.model_copy(update={
        "message": MESSAGE, "items": tuple(item.model_copy(update={"comment": COMMENT}) for item in feedback.items)
    })  # fmt: skip
    revised, decided = one.revised(NOW), one.decided(NOW)
    reason = one.state.decision.model_copy(update={"reason": REASON})  # type: ignore[union-attr]
    one.state = one.state.model_copy(update={"decision": reason})
    decided = decided.model_copy(update={"request": one.state})
    agreed = one.consent(NOW, shown)
    sought = one.sought(NOW, FRA, NGO)
    call = sought.solicitation.model_copy(update={"message": CALL})
    answer = offer("offer-001", NOW, roster.OfferMadeInResponse, title=f"{OFFER} experts", in_response_to="r1")
    found: list[Event] = [one.submitted, feedback, revised, decided, agreed]
    found += [sought.model_copy(update={"solicitation": call}), answer]
    found.append(match(matching.MatchReserved, one, NOW, {TCD: "pending", FRA: "pending"}, status="reserved"))
    return [*found, one.consent_back(), one.withdrawn()]


def may(reader: str, canary: str, event: Event, shown: tuple[str, ...]) -> bool:
    """Whether a reader may be told a canary by the mail of an event."""
    kind = event.wire_type.rpartition(".")[2]
    if canary in {GAP, CONTACT}:
        return False
    if canary in {MESSAGE, COMMENT}:
        return kind == "feedback-shared" and reader in INSIDE
    if canary == REASON:
        return kind == "request-found-in-line" and reader in INSIDE
    if canary == CALL:
        return kind == "offers-sought" and reader in {FRA, NGO}
    if canary == OFFER:
        return kind.startswith(("offer-", "match-"))
    agreed = kind not in {"support-request-submitted", "feedback-shared", "support-request-revised", "request-found-in-line",
                          "consent-to-solicit-withdrawn", "support-request-withdrawn"}  # fmt: skip
    return reader in INSIDE | OFFICERS or (agreed and "title" in shown)


def mails(language: str, shown: tuple[str, ...]) -> Iterator[tuple[Event, Notice, str]]:
    """Every mail of such a life, with its event; as text, all parts and header fields of it."""
    situation = Situation(Here("wca"), NOW, LIMITS, everybody(language))
    for number, event in enumerate(life(shown), 1):
        about = envelope(event, NOW, number)
        for notice in notices(event, about, situation):
            if notice.decision.status == "now" and notice.mailbox_id:
                held = Delivery(f"d{number}", about.id, about.type, notice.item_id, draft(notice), 0, 1, "a@example.org",
                                language, notice.mailbox_id)  # fmt: skip
                raw = message(held, SETTINGS, CLOCK, address_of("a@example.org"))
                yield event, notice, everything(raw) + json.dumps(notice.content)


def everything(raw: bytes) -> str:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts])


SHOWN = (
    ("urgent",), ("title",), ("reference",), ("requesting_states",), ("lines",), ("title", "lines"), ("title", "reference", "urgent"),
)  # fmt: skip


def test_no_mail_and_nothing_kept_for_it_says_what_its_reader_may_not_see() -> None:
    count, heard = 0, set[tuple[str, str]]()
    for language, shown in itertools.product(LANGUAGES, SHOWN):
        for event, notice, said in mails(language, shown):
            count += 1
            for canary in EVERY:
                if canary in said:
                    heard.add((notice.party, canary))
                    assert may(notice.party, canary, event, shown), (
                        notice.party,
                        canary,
                        event.wire_type,
                        language,
                        shown,
                    )
    assert count >= 1000, count
    # Who is meant does hear: a mail that says nothing would pass too.
    for reader, canary in ((TCD, MESSAGE), (TCD, COMMENT), (TCD, REASON), (OFFICE, REASON), (FRA, CALL), (NGO, CALL), (FRA, TITLE),
                           (BUREAU, TITLE), (BUREAU, OFFER)):  # fmt: skip
        assert (reader, canary) in heard, (reader, canary)


@pytest.mark.control
def test_control_a_reader_too_many_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "FOR", request.FOR | {"subscription"})
    wrong = [
        (notice.party, canary) for event, notice, said in mails("en", ("title",)) for canary in EVERY
        if canary in said and not may(notice.party, canary, event, ("title",))
    ]  # fmt: skip
    assert {canary for _, canary in wrong} >= {MESSAGE, COMMENT}
