"""Every message in every language, as kept in ``tests/unit/notifications/golden``: ``make golden-mails`` writes them anew.

A change of words, layout, dates or plural forms shows as a difference that a person reads before it is kept.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from services.notifications.actions.explain import Explanation
from services.notifications.audiences.table import ABROAD, AUDIENCES
from services.notifications.domain.announcement import OPERATIONAL
from services.notifications.domain.dates import Date
from services.notifications.domain.entry import Entry
from services.notifications.domain.notice import NoticeReason
from services.notifications.domain.operation import Operation
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.domain.why_codes import WHY_CODES
from services.notifications.kinds import KINDS as DECLARED
from services.notifications.kinds.lists import OF_PLAN, TELL_AUDIENCE
from services.notifications.kinds.thread import ABOUT
from services.notifications.wording import digest, pages
from services.notifications.wording.calendar import CalendarSheet, calendar
from services.notifications.wording.catalogue import words
from services.notifications.wording.mail import Letter, Mail, MailReader, compose
from services.notifications.wording.told import GROUNDS, sentence
from shared.contracts.action_reminders import ActionReminderDue
from shared.contracts.assessment_reminders import AssessmentReminderDue
from shared.contracts.call_for_action_reminders import CallForActionReminderDue
from shared.contracts.commitment_reminders import CommitmentReminderDue, NationalPlanReminderDue
from shared.contracts.dialogue import MessageSent
from shared.contracts.event import Event
from shared.contracts.initiative_reminders import InitiativeReminderDue
from shared.contracts.intake import CountryHandoverCalledBack, DraftEvent
from shared.contracts.liaison_reminders import LiaisonReminderDue
from shared.contracts.notifications import (
    CrisisReminderDue,
    DraftReminderDue,
    EditionReminderDue,
    EngagementReminderDue,
    MeetingReminderDue,
    NamingReminderDue,
    OfferReminderDue,
    PackageReminderDue,
    PracticeReminderDue,
    ProjectReminderDue,
    Reminder,
    ReminderDue,
    ReviewReminderDue,
    ThreadReminderDue,
    WarningReminderDue,
)
from shared.contracts.operations import WebhookStateChanged
from shared.contracts.owed import OwedOfEngagement
from shared.contracts.peer_reminders import LinkReminderDue
from shared.contracts.reminder_kinds import reminder_of
from shared.contracts.roster_reminders import ExpertReminderDue, OrganisationReminderDue
from shared.contracts.vocabulary import LANGUAGES
from tests.support.golden_families import FAMILIES
from tools.arguments import nothing_else

FOLDER = Path(__file__).parents[1] / "unit/notifications/golden"
DUE = datetime(2026, 3, 15, 22, 30, tzinfo=UTC)
ZONES = {"ar": "Africa/Cairo", "en": "Europe/London", "es": "America/Bogota", "fr": "Africa/Ndjamena",
         "ru": "Asia/Almaty", "zh": "Asia/Shanghai"}  # fmt: skip
TITLE = "Enregistrement numérique des demandes d’asile <b>& suite</b>"
IN_HTML = {"acsg.matching.offers-sought", "acsg.matching.match-confirmed", "acsg.notifications.reminder-due"}
"""The layout is one for all: kept whole for one message with lines, one for information, one reminder."""
KINDS = {
    "intake": "request",
    "roster": "offer",
    "notifications": "request",
    "dialogue": "meeting",
    "delivery": "engagement",
}


SITTING = {"starts_at": DUE, "ends_at": DUE + timedelta(hours=2), "zone": "Africa/Dakar", "place": "Dakar",
           "join_link": "https://meet.example/1"}  # fmt: skip


def reader(language: str) -> MailReader:
    """A reader of a language."""
    return MailReader(language, ZONES[language], "https://mail.example.org/mail/signed.link", 7, "acsg@example.org",
                  "https://console.example.org")  # fmt: skip


def seen(kind: str, **more: object) -> Seen:
    """An item with everything a message can say of it."""
    values = {"item_id": "i1", "thread": "t1", "kind": kind, "view": "full", "reference": "ACSG-2026-TCD-001",
              "title": TITLE, "areas": ["registration", "case_management_it"]}  # fmt: skip
    return Seen.model_validate(values | more)


def of_event(event: type[Event]) -> Seen:
    """The item of an event; a call for offers says what is asked for."""
    owner = event.wire_type.split(".")[1]
    if event.wire_type.endswith(("offers-sought", "fitting-request-found")):
        lines = [{"area": "registration", "amount": "1200.5", "unit": "expert_days"},
                 {"area": "coi", "amount": "50000", "unit": "EUR"}]  # fmt: skip
        return seen("fitting" if "fitting" in event.wire_type else "solicitation", view="shown", lines=lines)
    if event.wire_type.startswith("acsg.matching.call-"):
        return seen("solicitation")
    for family, kind, more in FAMILIES:
        if issubclass(event, family):
            return seen(kind, **more)
    if owner == "dialogue" or event in {MeetingReminderDue, ActionReminderDue}:
        last = event.wire_type.rpartition("-")[2]
        more = {"was_at": DUE - timedelta(days=2)} if last == "changed" else {}
        more |= {"cancelled_because": "Salle indisponible"} if last == "cancelled" else {}
        return seen("meeting", reference="MEETING-2026-WCA-001", sitting=SITTING | more)
    if issubclass(event, DraftEvent | DraftReminderDue):
        return seen("draft", reference=None, areas=[])
    if event is EngagementReminderDue:
        return seen("engagement", reference="ENGAGEMENT-2026-WCA-001")
    if event.wire_type in TELL_AUDIENCE:
        return seen("request", opened_to=AUDIENCES_SAID[event.wire_type])
    return seen(KINDS.get(owner, "match"))


AUDIENCES_SAID = {
    "acsg.intake.request-found-in-line": ["public"],
    "acsg.intake.consent-to-solicit-given": [
        "kind=ngo",
        "kind=state",
        "party=org:euaa",
        "but=iso3166:FRA",
        "but=org:ecre",
    ],
    "acsg.intake.party-of-request-answered": [],
}
"""Whom a State opened a request to, in messages about its agreement."""


def reminder(owed: str, days: int) -> Reminder:
    """A reminder so many days from the day something is due."""
    kind = {"meeting": "meeting", "meeting_action": "meeting", "milestone_due": "engagement", "sign_draft": "draft", "question": "thread",
            "offer_stands": "offer", "package_stands": "package", "expert_stands": "expert", "organisation_decision": "organisation", "assessment_late": "assessment", "commitment_stands": "commitment", "plan_over": "national_plan", "practice_word": "practice", "open_review": "review",
            "freeze_edition": "edition", "link_word": "link", "initiative_word": "initiative", "liaison_next": "liaison", "action_word": "call_for_action",
            "warning_word": "warning", "crisis_word": "crisis", "project_champion": "project"}.get(owed, "request")  # fmt: skip
    return reminder_of(
        {
            "deadline_id": "d", "round": 1, "step": "late-7", "owed": owed, "item_id": "i1", "item_kind": kind,
            "thread": "t1", "party": "iso3166:TCD", "due_at": DUE, "days": days, "paragraph": "8",
        }
    )  # fmt: skip


OWED: Mapping[type[Event], str] = {
    MeetingReminderDue: "meeting",
    ActionReminderDue: "meeting_action",
    NamingReminderDue: "naming",
    OfferReminderDue: "offer_stands",
    EngagementReminderDue: "milestone_due",
    DraftReminderDue: "sign_draft",
    ThreadReminderDue: "question",
    PracticeReminderDue: "practice_word",
    ReviewReminderDue: "open_review",
    CrisisReminderDue: "crisis_word",
    WarningReminderDue: "warning_word",
    EditionReminderDue: "freeze_edition",
    ProjectReminderDue: "project_champion",
    LinkReminderDue: "link_word",
    InitiativeReminderDue: "initiative_word",
    CallForActionReminderDue: "action_word",
    LiaisonReminderDue: "liaison_next",
    PackageReminderDue: "package_stands",
    ExpertReminderDue: "expert_stands",
    OrganisationReminderDue: "organisation_decision",
    AssessmentReminderDue: "assessment_late",
    CommitmentReminderDue: "commitment_stands",
    NationalPlanReminderDue: "plan_over",
}
"""What each kind of reminder recalls here."""


def letters(event: type[Event]) -> Iterator[tuple[str, Letter]]:
    """Each way an event is told: to each role that must act, to one that should know, to a follower."""
    if event in OPERATIONAL:
        yield from operations(event)
        return
    if event is CountryHandoverCalledBack:
        what = Operation(kind="handover", what="TCD", state="esa")
        for role in dict.fromkeys(row.role for row in (*AUDIENCES[event], *ABROAD[event])):
            yield (
                f"know as {role}",
                Letter(event.wire_type, False, NoticeReason(role=role, paragraph="6"), operation=what),
            )
        return
    remind = issubclass(event, ReminderDue)
    told: set[str] = set()
    for row in (*AUDIENCES[event], *ABROAD.get(event, ())):
        owed = OWED.get(event, "consent")
        more = {"reminder": reminder(owed, 0 if row.must_act else 14)} if remind else {}
        name = f"{'act' if row.must_act else 'know'} as {row.role}"
        if name in told:
            continue
        told.add(name)
        reason = NoticeReason(role=row.role, paragraph=row.paragraph.number)
        yield (
            name,
            Letter(event.wire_type, row.must_act, reason, of_event(event), DUE if row.must_act else None, **more),
        )
    for about in ABOUT if event is MessageSent else ():
        said = of_event(event).model_copy(update={"about": about})
        yield f"know about {about}", Letter(event.wire_type, False, NoticeReason(role="in_circle", paragraph="8"), said)
    if not remind:
        reason = NoticeReason(
            role="subscription", paragraph=event.paragraph.number, subscription_id="s", subscription="Mine"
        )
        yield "know by subscription", Letter(event.wire_type, False, reason, of_event(event))


def operations(event: type[Event]) -> Iterator[tuple[str, Letter]]:
    """Every state of an endpoint or a channel, to one who must act and to one who should know."""
    kind, whats = (
        ("webhook", ("Récepteur <b>1</b>",)) if event is WebhookStateChanged else ("channel", ("email", "webhook"))
    )
    for row in AUDIENCES[event]:
        for n, state in enumerate(get_args(event.model_fields["state"].annotation)):
            if row.must_act is not (state in {"failing", "disabled", "quiet"}):
                continue
            what = Operation(kind=kind, what=whats[n % len(whats)], state=state)  # type: ignore[arg-type]
            reason = NoticeReason(role=row.role, paragraph=row.paragraph.number)
            name = f"{state}: {'act' if row.must_act else 'know'} as {row.role}"
            yield name, Letter(event.wire_type, row.must_act, reason, operation=what)


def page(mail: Mail, *, html: bool) -> str:
    """A mail as kept."""
    return f"Subject: {mail.subject}\n\n{mail.text}" + (f"\n\n{mail.html}" if html else "") + "\n"


def overviews(language: str) -> Iterator[tuple[str, str]]:
    """Overviews of one, two, five and twelve items, in every state a line can have."""
    statuses: dict[str, tuple[str | None, ...]] = {one.name: one.statuses or (None,) for one in DECLARED if one.shown}
    del statuses["thread"]
    known = [Entry(seen=seen(kind, item_id=f"{kind}-{one}", status=one)) for kind, many in statuses.items()
             for one in many]  # fmt: skip
    steps = (
        "feedback", "revision", "consent", "consult", "seek", "solicitation", "answer", "confirmation", "naming",
        "invitation", "moderators", "record", "practice_review", "open_review", "consult_on_review",
        "conclude_review", "crisis_word", "crisis_review", "warning_word", "freeze_edition", "publish_edition",
        "open_project", "close_project", "answer_volunteer", "project_champion", "expert_appraisal",
        "open_project", "close_project", "answer_volunteer", "project_champion", "link_word", "introduce",
        "initiative_word", "diagnosis_word", "initiative_step", "recommendation_word", "close_initiative", "organisation_decision",
        "liaison_next", "action_word", "action_report", "close_call_for_action",
    )  # fmt: skip
    waiting = [Entry.model_validate({"seen": seen("request", item_id=one), "owed": one,
                                     "due_at": DUE + timedelta(days=n)}) for n, one in enumerate(steps)]  # fmt: skip
    for batch, entries in (("daily", waiting[:1]), ("muted", known[:2]), ("weekly", [*waiting, *known])):
        whom = replace(reader(language), link="") if batch != "muted" else reader(language)
        made = digest.compose(digest.Overview(batch, DUE, entries), whom)  # type: ignore[arg-type]
        yield f"overview {batch}", page(made, html=batch == "weekly")


def links(language: str) -> Iterator[tuple[str, str]]:
    """The pages behind links."""
    yield "page unsubscribe", pages.ask_unsubscribe(language, words(language).say("digest.name")).html()
    yield "page unsubscribed", pages.done_unsubscribe(language).html()
    yield "page mute", pages.ask_mute(language, 7).html()
    yield "page muted", pages.done_mute(language, "15 March 2026").html()
    yield "page gone", pages.gone(language).html()


def dates(language: str) -> str:
    """A calendar of what is owed, awaited and owed no more; time zones apart, which the tz database defines."""
    values = {"deadline_id": "consent:i1:iso3166:TCD", "owed": "consent", "paragraph": "17", "due_at": DUE, "round": 1,
              "changed_at": DUE - timedelta(days=30), "closed": False, "own": True, "seen": seen("request")}  # fmt: skip
    more = (
        {},
        {"own": False, "owed": "feedback", "paragraph": "8"},
        {"closed": True, "round": 2, "seen": None},
        {
            "owed": "meeting",
            "paragraph": "4",
            "deadline_id": "meeting:i1:iso3166:TCD",
            "seen": seen("meeting", sitting=SITTING),
        },
        *({"owed": what, "paragraph": "11", "deadline_id": f"{what}:i1:d1", "day": DUE.date(), "plan": True,
           "closed": what == "milestone", "seen": seen("engagement")} for what in OF_PLAN),
        *({"owed": what, "paragraph": "15.vii", "deadline_id": f"{what}:i1:iso3166:TCD", "seen": seen("engagement")}
          for what in get_args(OwedOfEngagement)),
    )  # fmt: skip
    found = [Date(**(values | one)) for one in more]  # type: ignore[arg-type]
    text = calendar(found, CalendarSheet("", language, ZONES[language], "wca")).decode().replace("\r\n ", "")
    head, _, tail = text.replace("\r\n", "\n").partition("BEGIN:VTIMEZONE")
    return head + tail.partition("END:VTIMEZONE\n")[2]


def whys(language: str) -> str:
    """Every answer to why, and each ground beside one of them."""
    said = [f"{code}: {sentence(Explanation(told=False, status='', code=code), language)}" for code in WHY_CODES]
    answer = Explanation(told=True, status="now", code="immediately")
    said += [f"{one}: {sentence(replace(answer, ground=one), language)}" for one in sorted(GROUNDS)]
    return "\n".join([*said, f"subscription: {sentence(replace(answer, subscription='A & B'), language)}", ""])


def opened(language: str) -> str:
    """Who will see a request, in each way a State may say it."""
    reason = NoticeReason(role="country_office", paragraph="17")
    said = []
    for words_ in (["offerers"], ["offerers", "but=iso3166:FRA"], ["party=iso3166:FRA", "party=unhcr-office:TCD"]):
        letter = Letter("acsg.intake.consent-to-solicit-given", False, reason, seen("request", opened_to=words_))
        said.append(page(compose(letter, reader(language)), html=False))
    return "\n".join(said)


def folded(language: str) -> str:
    """A mail that stands for several changes, and how other numbers are said."""
    reason = NoticeReason(role="bureau", paragraph="8")
    letter = Letter("acsg.intake.support-request-revised", True, reason, seen("request"), DUE, changes=3)
    said = [words(language).count("mail.changes", n) for n in (2, 5, 11, 21, 100)]
    return page(compose(letter, reader(language)), html=False) + "\n" + "\n".join([*said, ""])


SPOKEN = (
    Spoken(kind="message", text="Merci de votre demande.\n\n<b>À bientôt</b>"),
    Spoken(kind="comment", text="كيف ستدوم النتائج؟", paragraph="15.iii"),
    Spoken(kind="reason", text="The plan names no aims."), Spoken(kind="call", text="请在四月前答复。"),
    Spoken(kind="thread", text="Какой план?"),
    Spoken(kind="review", text="Un examen est demandé."),
    Spoken(kind="crisis", text="Arrivals have doubled."),
    Spoken(kind="link", text="Les deux savent faire."),
    Spoken(kind="initiative", text="Les motifs sont donnés."),
    Spoken(kind="call_for_action", text="Two donors gave."),
    Spoken(kind="project", text="El proyecto terminó."),
)  # fmt: skip


def quoted(language: str) -> str:
    """A mail with everything that was written to its reader."""
    reason = NoticeReason(role="requesting_state", paragraph="8")
    letter = Letter("acsg.intake.feedback-shared", True, reason, seen("request"), DUE, spoken=SPOKEN)
    return page(compose(letter, reader(language)), html=True)


def golden() -> dict[Path, str]:
    """Every kept file with what it has to say."""
    found: dict[Path, str] = {}
    for language in LANGUAGES:
        for event in AUDIENCES:
            parts = [f"=== {name}\n{page(compose(letter, reader(language)), html=n == 0 and event.wire_type in IN_HTML)}"
                     for n, (name, letter) in enumerate(letters(event))]  # fmt: skip
            found[FOLDER / language / f"{event.wire_type}.txt"] = "\n".join(parts)
        reminders = [compose(Letter(ReminderDue.wire_type, days <= 0, NoticeReason(role="owing" if days <= 0 else "escalated",
                                    paragraph="8"), seen("request"), DUE, reminder("feedback", days)), reader(language))
                     for days in (-3, -2, -1, 0, 1, 2, 7, 14)]  # fmt: skip
        said = [f"{one.subject}\n{one.text.splitlines()[2]}\n" for one in reminders]
        found[FOLDER / language / "reminders.txt"] = "\n".join(said)
        found[FOLDER / language / "calendar.txt"] = dates(language)
        found[FOLDER / language / "why.txt"] = whys(language)
        found[FOLDER / language / "folded.txt"] = folded(language)
        found[FOLDER / language / "opened.txt"] = opened(language)
        found[FOLDER / language / "quoted.txt"] = quoted(language)
        others = [*overviews(language), *links(language)]
        found[FOLDER / language / "overviews-and-pages.txt"] = "\n".join(f"=== {n}\n{text}" for n, text in others)
    return found


if __name__ == "__main__":
    nothing_else("tests.support.golden_mails", __doc__, sys.argv[1:])
    files = golden()
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in set(FOLDER.rglob("*.txt")) - set(files):
        path.unlink()
    print(f"{len(files)} files", file=sys.stderr)
