"""People read and write in the thread of a request on pages, each in the own circle (WM 8)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from starlette.datastructures import UploadFile

from services.console.asking.gateway import CommandProblem, SaidFault
from services.console.http.page import Passed
from services.console.http.pages.worklist import _others
from services.console.http.register import is_ours, register
from services.console.http.rendering import templates
from services.console.http.steps import ShownStep, listed
from services.console.wording.words import words
from services.dialogue.actions.answer_question import QuestionAnswerBody
from services.dialogue.actions.ask_question import QuestionBody
from services.dialogue.actions.send_message import MessageBody
from shared.contracts.documents import MOST_BYTES
from shared.contracts.shapes.thread import ThreadDocument
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import thread_view
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_thread
from shared.modalities.errors import Conflict, NotFound, NotPermitted, Retryable
from shared.modalities.steps.pages import address_of
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.threads import TCD, WCA, Thread

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, WCA, "wca", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
PAGES = {
    "thread": {}, "thread_message": {}, "thread_question": {}, "thread_note": {}, "thread_document": {},
    "thread_answer": {"question_id": "q1"}, "thread_question_back": {"question_id": "q1"},
}  # fmt: skip


class Told:
    """A thread as the gateway tells it to one reader."""

    def __init__(self, actor: Actor, circle: str = "requester") -> None:
        self.actor, self.thread, self.events = actor, Thread(NOW, circle), []  # type: ignore[var-annotated]

    def said(self, event: Any) -> "Told":
        self.events.append(event.message)
        return self

    def asked(self) -> "Told":
        return self.said(self.thread.asked(WCA, "requester", text="Quel <b>plan</b> ?"))

    def answers(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        state = self.thread.state
        seen = thread_view.thread(self.actor, of_thread(state), state.model_dump(mode="json"))
        if name == "item":
            return {"item": seen and {
                "itemId": "t1", "kind": "thread", "version": self.thread.version, "status": state.status, "reference": state.about.reference,
                "title": None, "parties": [], "functionalAreas": [], "state": seen, "history": [], "steps": []}}  # fmt: skip
        assert (name, given["about"], seen is not None) == ("thread", "r1", True)
        found = [one for one in self.events if one.number > given["after"]][: given["first"]]
        return {"thread": [{
            "threadId": "t1", "circle": state.circle, "status": state.status, "reference": state.about.reference, "parties": [],
            "version": self.thread.version + 7, "state": seen, "elsewhere": False, "count": state.messages, "unread": seen["unread"] if seen else 0,
            "questions": [
                {"questionId": one.question_id, "number": one.number, "askedBy": one.asked_by, "askedOf": one.asked_of,
                 "dueOn": one.due_on.isoformat(), "status": one.status, "closedBy": one.closed_by} for one in state.questions],
            "messages": [
                {"number": one.number, "kind": one.kind, "author": one.author, "post": one.post, "text": one.text,
                 "language": one.language, "sentAt": one.sent_at.isoformat(), "replyTo": one.reply_to, "questionId": one.question_id,
                 "contact": one.contact and one.contact.model_dump(mode="json"),
                 "document": one.document and {
                     "documentId": one.document.document_id, "title": one.document.title, "mediaType": one.document.media_type,
                     "size": one.document.size, "sha256": one.document.sha256, "scan": one.document.scan,
                     "heldBecause": one.document.held_because}} for one in found],
        }]}  # fmt: skip

    def reader(self, language: str = "fr") -> Reader:
        return Reader(self.actor, MadeUpGateway(self.answers), language, now=NOW)


def plain(text: str) -> str:
    return re.sub(r"<[^>]*>", " ", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
async def test_every_page_is_shown_in_every_language_and_says_who_reads(name: str, language: str) -> None:
    actor = CHAD if name == "thread_answer" else OFFICER
    page = await Told(actor).asked().reader(language).see(name, thread_id="t1", **PAGES[name])
    assert page.status == 200
    assert "<b>" not in page.text
    assert '<p class="notice">' in page.text
    raw = r"\b(?:requester|secretariat|asked_of|held_on|with_whom|note_of|open)\b"
    assert not re.search(raw, plain(page.text)) or language in {"en", "fr"}


async def test_who_reads_is_said_of_each_circle_before_one_writes() -> None:
    for name in ("thread", "thread_message", "thread_question", "thread_note"):
        both = (await Told(OFFICER).reader("en").see(name, thread_id="t1")).text
        alone = (await Told(OFFICER, "secretariat").reader("en").see(name, thread_id="t1")).text
        said = [plain(re.findall(r'<p class="notice">(.*?)</p>', one)[0]) for one in (both, alone)]
        assert "Chad" in said[0]
        assert "Chad" not in said[1]
        assert all("West and Central Africa" in one for one in said)


async def test_what_a_page_shows_has_been_read_and_nothing_is_passed_over() -> None:
    told = Told(CHAD)
    for n in range(120):
        told.said(told.thread.sent(WCA, f"Texte {n}."))
    one = told.reader()
    page = await one.see("thread", thread_id="t1")
    assert ("Texte 0." in page.text, "Texte 49." in page.text, "Texte 50." in page.text) == (True, True, False)
    assert page.text.count("nouveau") == 50
    assert one.gateway.sent == [("read_up_to", {"id": "t1", "about": "r1", "number": 50, "key": "read-t1-50"})]
    later = await one.see("thread", "after=50", thread_id="t1")
    assert ("Texte 50." in later.text, "after=0" in later.text, "after=100" in later.text) == (True, True, True)
    whole = await one.see("thread", "all=1", thread_id="t1")
    assert all(f"Texte {n}." in whole.text for n in range(120))
    assert "send_key" not in whole.text
    mine = Told(CHAD).said(Thread(NOW).sent(TCD, "Texte à moi"))
    mine.thread.sent(TCD, "Texte à moi")
    again = mine.reader()
    await again.see("thread", thread_id="t1")
    assert again.gateway.sent == [], "one's own words are not unread"


async def test_a_page_is_shown_though_it_cannot_be_said_that_it_was_read_and_not_said_when_fetched_ahead() -> None:
    one = Told(CHAD).asked().reader()

    async def away(*_: Any) -> Any:
        raise Retryable("owner_away", "away", 5)

    one.gateway.command = away  # type: ignore[method-assign, assignment]
    assert (await one.see("thread", thread_id="t1")).status == 200
    ahead = Told(CHAD).asked().reader()
    page = next(page for page in register() if page.name == "thread")
    visit = ahead.visit(page, {"thread_id": "t1"}, ())
    visit.request.scope["headers"] = [(b"sec-purpose", b"prefetch")]
    assert page.show is not None
    await page.show(visit)
    assert ahead.gateway.sent == []


async def test_a_message_is_sent_as_its_owner_takes_it() -> None:
    one = Told(CHAD).asked().reader()
    page = await one.see("thread_message", "reply=1", thread_id="t1")
    assert "Quel &lt;b&gt;plan" in page.text, "what is replied to stands above"
    fields = filled(page, {"text": "Le plan national", "post": "Cheffe d’unité"})
    assert str(await one.send("thread_message", fields, thread_id="t1")).startswith("/threads/t1?about=r1&written=")
    ((document, said),) = one.gateway.sent
    said_words = {"text": "Le plan national", "language": "fr", "post": "Cheffe d’unité", "replyTo": 1}
    assert (document, said["id"], said["words"]) == ("send_message", "t1", said_words)
    MessageBody.model_validate({("reply_to" if k == "replyTo" else k): v for k, v in said_words.items()})


async def test_a_question_goes_to_the_other_side_by_a_day() -> None:
    one = Told(OFFICER).reader()
    page = await one.see("thread_question", thread_id="t1")
    due = {"due_on-d": "1", "due_on-m": "12", "due_on-y": "2026"}
    lacking = await one.send("thread_question", filled(page, {"text": "Quand ?"}), thread_id="t1")
    assert not isinstance(lacking, str)
    assert (lacking.status, 'href="#due_on"' in lacking.text, "Quand ?" in lacking.text) == (422, True, True)
    assert one.gateway.sent == []
    await one.send("thread_question", filled(page, {"text": "Quand ?"} | due), thread_id="t1")
    ((document, said),) = one.gateway.sent
    assert (document, said["askedOf"], said["dueOn"]) == ("ask_question", "requester", "2026-12-01")
    QuestionBody.model_validate(said["words"] | {"asked_of": said["askedOf"], "due_on": said["dueOn"]})


async def test_an_owners_fault_stands_by_its_field_with_what_was_typed() -> None:
    one = Told(OFFICER).reader()
    faults = (SaidFault("/due_on", "has passed", "in_the_past"), SaidFault("/text", "too long", "string_too_long"))
    one.gateway.result = CommandProblem(422, "invalid", "x", "8", faults, None)
    typed = {"text": "Quand ?", "due_on-d": "1", "due_on-m": "1", "due_on-y": "2027"}
    page = await one.send(
        "thread_question", filled(await one.see("thread_question", thread_id="t1"), typed), thread_id="t1"
    )
    assert not isinstance(page, str)
    assert (page.status, 'href="#due_on"' in page.text, 'href="#text"' in page.text) == (422, True, True)
    assert ("Quand ?" in page.text, 'value="2027"' in page.text) == (True, True)


async def test_who_was_asked_answers_and_who_asked_takes_back() -> None:
    one = Told(CHAD).asked().reader()
    page = await one.see("thread_answer", thread_id="t1", question_id="q1")
    assert "Quel &lt;b&gt;plan" in page.text
    await one.send("thread_answer", filled(page, {"text": "Celui-ci"}), thread_id="t1", question_id="q1")
    ((document, said),) = one.gateway.sent
    assert (document, said["question"], said["version"]) == ("answer_question", "q1", 9), "decided on the thread of now"
    QuestionAnswerBody.model_validate(said["words"])
    for actor, name in ((OFFICER, "thread_answer"), (CHAD, "thread_question_back"), (CHAD, "thread_note")):
        with pytest.raises(NotPermitted):
            await Told(actor).asked().reader().see(name, thread_id="t1", **PAGES[name])
    back = Told(OFFICER).asked().reader()
    form = (await back.see("thread_question_back", thread_id="t1", question_id="q1")).form("send_key")
    await back.send("thread_question_back", form.fields, thread_id="t1", question_id="q1")
    assert back.gateway.sent[0][0] == "withdraw_question"
    answered = Told(CHAD).asked()
    answered.thread.answered(TCD, "q1")
    with pytest.raises(Conflict):
        await answered.reader().see("thread_answer", thread_id="t1", question_id="q1")
    with pytest.raises(NotFound):
        await Told(CHAD).asked().reader().see("thread_answer", thread_id="t1", question_id="other")


async def test_a_note_says_when_how_and_with_whom() -> None:
    one = Told(OFFICER).reader()
    page = await one.see("thread_note", thread_id="t1")
    given = {
        "text": "Appel",
        "contact-held_on-d": "19",
        "contact-held_on-m": "11",
        "contact-held_on-y": "2026",
        "contact-how": "call",
        "contact-with_whom": "La direction",
    }
    await one.send("thread_note", filled(page, given), thread_id="t1")
    ((_, said),) = one.gateway.sent
    note = {"held_on": "2026-11-19", "how": "call", "with_whom": "La direction"}
    assert said["contact"] == note
    MessageBody.model_validate(said["words"] | {"contact": note})


@pytest.mark.parametrize("name", PAGES)
async def test_outside_the_circle_there_is_no_thread(name: str) -> None:
    for actor in (FRANCE, OTHER):
        with pytest.raises(NotFound):
            await Told(actor).asked().reader().see(name, thread_id="t1", **PAGES[name])
    with pytest.raises(NotFound):
        await Told(CHAD, "secretariat").reader().see(name, thread_id="t1", **PAGES[name])


async def test_nobody_writes_in_a_closed_thread_and_all_may_read_it() -> None:
    told = Told(CHAD).asked()
    told.thread.followed(TCD, gone=True)
    page = await told.reader().see("thread", thread_id="t1")
    assert ("send_key" in page.text, "/answer" in page.text) == (False, False)
    with pytest.raises(Conflict):
        await told.reader().see("thread_message", thread_id="t1")


async def test_a_late_question_says_so() -> None:
    told = Told(CHAD).asked()
    one = told.reader()
    assert 'class="step late"' not in (await one.see("thread", thread_id="t1")).text
    one.now = NOW + timedelta(days=30)
    assert 'class="step late"' in (await one.see("thread", thread_id="t1")).text


def test_a_mail_and_the_worklist_lead_to_the_thread() -> None:
    assert address_of("thread", "t1", "question") == address_of("thread", "t1") == "/threads/t1"
    assert is_ours("/threads/t1")


def document(scan: str, because: str | None = None) -> ThreadDocument:
    return ThreadDocument(document_id="d1", title="Plan <b>", media_type="application/pdf", size=1_234_567, sha256="ab" * 32,
                          scan=scan, held_because=because)  # type: ignore[arg-type]  # fmt: skip


def upload(name: str, content: bytes = b"%PDF", size: int | None = None) -> UploadFile:
    return UploadFile(BytesIO(content), filename=name, size=len(content) if size is None else size)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("scan", "because"), [("not_scanned", None), ("clean", None), ("held", "found"), ("held", "scanner_away")]
)
async def test_a_document_says_how_it_was_looked_at_and_a_held_one_is_no_link(
    scan: str, because: str | None, language: str
) -> None:
    told = Told(CHAD)
    told.said(told.thread.sent(WCA, "Plan <b>", document=document(scan, because)))
    page = (await told.reader(language).see("thread", thread_id="t1")).text
    assert ('href="/threads/t1/documents/d1"' in page) == (scan != "held")
    assert words(language).choice("scan", because or scan) in page
    assert (words(language).size(1_234_567) in page, "<b>" in page, "ab" * 32 in page) == (True, False, True)


async def test_a_document_is_passed_on_with_what_is_said_of_it() -> None:
    one = Told(CHAD).reader()
    page = await one.see("thread_document", thread_id="t1")
    fields = filled(page, {"title": "Plan national"})
    where = await one.send("thread_document", fields, upload=upload("plan.PDF"), thread_id="t1")
    ((path, said),) = one.gateway.sent
    assert (where, path) == ("/threads/t1?about=r1", "/threads/t1/documents")
    assert {name: said[name] for name in said if name != "key"} == {
        "title": "Plan national", "language": "fr", "media_type": "application/pdf", "content": b"%PDF",
    }  # fmt: skip
    assert said["key"] == dict(fields)["send_key"], "sent once more it is the same"


@pytest.mark.parametrize("wrong", [None, upload("page.html"), upload("plan"), upload("plan.pdf", size=MOST_BYTES + 1)])
async def test_a_file_that_is_none_or_too_large_is_told_so_by_its_field_and_words_stay(
    wrong: UploadFile | None,
) -> None:
    one = Told(CHAD).reader()
    fields = filled(await one.see("thread_document", thread_id="t1"), {"title": "Plan national"})
    page = await one.send("thread_document", fields, upload=wrong, thread_id="t1")
    assert not isinstance(page, str)
    assert (page.status, 'href="#file"' in page.text, "Plan national" in page.text) == (422, True, True)
    assert one.gateway.sent == []


async def test_what_its_owner_refuses_of_a_document_stands_by_its_field() -> None:
    one = Told(CHAD).reader()
    one.gateway.result = CommandProblem(
        422, "invalid", "x", "8", (SaidFault("/parameters/title", "x", "string_too_long"),), None
    )
    fields = filled(await one.see("thread_document", thread_id="t1"), {"title": "Plan national"})
    page = await one.send("thread_document", fields, upload=upload("plan.pdf"), thread_id="t1")
    assert not isinstance(page, str)
    assert (page.status, 'href="#title"' in page.text, "Plan national" in page.text) == (422, True, True)


async def test_a_document_is_passed_back_as_a_file() -> None:
    one = Told(CHAD).reader()
    page = next(page for page in register() if page.name == "thread_download")
    assert page.show is not None
    which = "0198f000-0000-7000-8000-0000000000a1"
    shown = await page.show(one.visit(page, {"thread_id": which, "document_id": which}, ()))
    assert isinstance(shown, Passed)
    assert [piece async for piece in shown.pieces] == [f"/threads/{which}/documents/{which}".encode()]
    assert shown.disposition.startswith("attachment")
    with pytest.raises(NotFound):
        await page.show(one.visit(page, {"thread_id": "..", "document_id": which}, ()))


async def test_the_file_of_a_case_is_passed_back() -> None:
    one, which = Told(CHAD).reader(), "0198f000-0000-7000-8000-0000000000a1"
    page = next(page for page in register() if page.name == "case_file")
    assert page.show is not None
    shown = await page.show(one.visit(page, {"about": which}, ()))
    assert isinstance(shown, Passed)
    assert [piece async for piece in shown.pieces] == [f"/case-files/{which}".encode()]
    with pytest.raises(NotFound):
        await page.show(one.visit(page, {"about": "x"}, ()))


def test_what_is_unread_is_a_line_of_ones_own_alone_and_says_no_day() -> None:
    def line(code: str, who: str) -> dict[str, Any]:
        return {"kind": "thread", "itemId": "t1", "code": code, "who": [who], "message": code, "dueAt": NOW.isoformat(), "late": False,
                "paragraph": "8", "reference": "R-1", "title": None, "messages": None}  # fmt: skip

    lines = listed([line("unread", TCD), line("unread", WCA), line("question", WCA)], TCD)
    assert [(one.to, one.owed) for one in lines if one.mine] == [("/threads/t1", False)]
    assert [one.message for one in _others(lines)] == ["question"]

    def note(one: ShownStep) -> str:
        step = templates().get_template("parts/macros.html.j2").module.step  # type: ignore[attr-defined]
        return plain(str(step(words("en").say, words("en"), one)))

    due = words("en").say("step.due")
    assert [due in note(one) for one in (lines[0], lines[2])] == [False, True]
