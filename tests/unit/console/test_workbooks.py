"""A workbook that was filled in becomes a draft; each cell to be mended is named with its question (WM 8)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from html import unescape
from io import BytesIO
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook

from services.console.asking.gateway import CommandDone, CommandProblem, File, SaidFault
from services.console.forms.support_request import OF_WORKBOOK, body
from services.intake.actions.bodies import RequestBody
from services.intake.actions.submission import content_of
from services.intake.http.workbooks import FORM
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Fault, Invalid, NotFound, NotPermitted
from shared.runtime.http.problems import fault_in_language
from shared.workbooks.answer import answer_of
from shared.workbooks.archive import UnreadableWorkbook, opened
from shared.workbooks.reading import read
from shared.workbooks.writing import written
from tests.support.bodies import request_body
from tests.support.pages import MadeUpGateway, Reader, page_of
from tests.support.person import Seen

pytestmark = pytest.mark.paragraph("8")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
DOOR = Door("wca", date(2026, 11, 28), 1950, 50)
VERSIONS = {"item": {"itemId": "r-1", "kind": "request", "version": 7, "state": {"content": {}}}}


def said_of(raw: bytes, language: str) -> dict[str, Any]:
    """As intake answers it."""
    try:
        found = read(FORM, opened(raw))
    except UnreadableWorkbook as error:
        raise Invalid((Fault("", str(error), error.code),)) from error
    return answer_of(found, door_faults(found.as_json()), partial(fault_in_language, language=language)).model_dump(
        mode="json"
    )


def door_faults(raw: bytes) -> tuple[Fault, ...]:
    try:
        content_of(fitting(raw, RequestBody, DOOR))
    except Invalid as error:
        return error.faults
    return ()


def chad(language: str = "fr") -> Reader:
    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if given["key"] != "r-1":
            return {"item": None}
        return VERSIONS

    return Reader(CHAD, MadeUpGateway(answers, CommandDone({}, None), says_of_file=said_of), language)


def asked() -> dict[str, Any]:
    found = request_body(language="fr")
    return {name: one for name, one in found.items() if name != "distinct_from"}


@cache
def plain(said: bytes) -> bytes:
    """A workbook as it is asked for."""
    return written(FORM, "fr", *orjson.loads(said))


def workbook(content: dict[str, Any] | None = None, about: dict[str, str] | None = None, **cells: str) -> bytes:
    """A workbook with some cells of its first sheet of support written anew."""
    raw = plain(orjson.dumps([content or {}, about or {}]))
    if not cells:
        return raw
    book, file = load_workbook(BytesIO(raw)), BytesIO()
    for cell, text in cells.items():
        book["Appui"][cell].value = text
    book.save(file)
    return file.getvalue()


async def taken(one: Reader, raw: bytes, name: str = "workbook_in", **places: str) -> str:
    where = await one.send(name, [("rev", "1")], raw, **places)
    assert isinstance(where, str), where.text
    assert re.fullmatch(r"/drafts/[0-9a-f-]{36}/workbook", where)
    return where.split("/")[2]


async def of(one: Reader, draft_id: str) -> Seen:
    return await one.see("draft_workbook", draft_id=draft_id)


async def test_a_filled_workbook_becomes_a_draft_that_sends_the_same_body_once() -> None:
    one, raw = chad(), workbook(asked())
    first = await taken(one, raw)
    assert await taken(one, raw) == first, "the same file once more is the same draft"
    (row,) = one.drafts.rows.values()
    sent = body(row.content, CHAD)
    assert OF_WORKBOOK not in sent
    said = said_of(raw, "fr")["body"]
    lines = [{**line, "line_id": "1"} for line in said["lines"]]
    assert {name: sent[name] for name in said} == said | {"lines": lines, "submission_route": sent["submission_route"]}
    assert one.gateway.sent == [], "nothing is sent by it"
    assert "Toutes les cellules" in (await of(one, first)).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_cell_to_be_mended_is_named_with_its_question_in_every_language(language: str) -> None:
    writer, raw = chad(), workbook(asked(), B3="cuisine", E3="beaucoup")
    draft = await taken(writer, raw)
    faults = door_faults(fitted(writer, draft))
    writer.gateway.result = refusal(faults)
    writer.language = language
    page = await of(writer, draft)
    told = '<bdi dir="auto">Appui</bdi> <bdi dir="ltr">{}</bdi>'
    for cell, anchor in (("B3", "lines-0-functional_area"), ("E3", "lines-0-quantity-amount")):
        assert told.format(cell) in page.text
        assert f'href="/drafts/{draft}/lines?faults=1#{anchor}"' in page.text
    words = fault_in_language(Fault("", "", "amount"), language)["message"]
    assert words in unescape(page.text)
    # Mended in the draft meanwhile: it is not told again; the other one is.
    writer.gateway.result = refusal(tuple(one for one in faults if one.pointer.endswith("amount")))
    again = await of(writer, draft)
    assert [told.format(cell) in again.text for cell in ("B3", "E3")] == [False, True]


def fitted(one: Reader, draft_id: str) -> bytes:
    return orjson.dumps(body(one.drafts.rows[draft_id].content, CHAD))


def refusal(faults: tuple[Fault, ...]) -> CommandProblem:
    said = tuple(SaidFault(one.pointer, one.message, one.code) for one in faults)
    return CommandProblem(422, "invalid_body", "", None, said, None)


async def test_what_has_no_place_is_kept_as_text() -> None:
    one = chad()
    draft = await taken(one, workbook(asked(), Z9="Voir <b>annexe</b>"))
    page = await of(one, draft)
    assert "Voir &lt;b&gt;annexe&lt;/b&gt;" in page.text
    assert "Z9" in page.text


async def test_a_workbook_of_a_request_becomes_a_new_version_of_it() -> None:
    one = chad()
    about = {"request_id": "r-1", "object_version": "5"}
    draft = one.drafts.rows[await taken(one, workbook(asked(), about))]
    assert (draft.item_id, draft.base_version) == ("r-1", 5), "the version that it was made of, not today's"
    strange = one.drafts.rows[await taken(one, workbook(asked(), {"request_id": "r-2", "object_version": "5"}))]
    assert (strange.item_id, strange.base_version) == (None, None), "of one that the person may not know: a new request"


async def test_a_mended_workbook_is_read_into_its_draft_and_over_nothing_unseen() -> None:
    one = chad()
    draft = await taken(one, workbook(asked(), E3="beaucoup"))
    one.drafts.rows[draft].content["summary"] = "Ajouté à la main"
    assert await taken(one, workbook(asked()), "draft_workbook", draft_id=draft) == draft
    row = one.drafts.rows[draft]
    assert (row.rev, row.content["lines"][0]["quantity"]["amount"]) == (2, asked()["lines"][0]["quantity"]["amount"])
    late = await one.send("draft_workbook", [("rev", "1")], workbook(asked(), E3="99"), draft_id=draft)
    assert not isinstance(late, str)
    assert (late.status, one.drafts.rows[draft]) == (409, row)
    assert "<title>" in late.text


@pytest.mark.control
@pytest.mark.parametrize("raw", [b"", b"title;language", b"PK\x03\x04 broken"])
async def test_what_is_no_workbook_changes_nothing_and_is_said(raw: bytes) -> None:
    one = chad()
    page = await one.send("workbook_in", [("rev", "1")], raw)
    assert not isinstance(page, str)
    assert (page.status, one.drafts.rows) == (422, {})
    assert 'href="#workbook"' in page.text


async def test_who_may_not_ask_reads_nothing_in_and_files_are_asked_for_as_the_reader() -> None:
    with pytest.raises(NotPermitted):
        await Reader(OFFICER, MadeUpGateway(lambda *_: {}, says_of_file=said_of)).see("workbook_in")
    one = chad("ar")
    for name, places, path in (
        ("workbook_template", {}, "/support-requests/workbook"),
        ("request_workbook", {"request_id": "01a2274d-9a43-7b0b-98e5-5c1f18bfbe42"},
         "/support-requests/01a2274d-9a43-7b0b-98e5-5c1f18bfbe42/workbook"),
    ):  # fmt: skip
        page = page_of(name)
        assert page.show is not None
        found = await page.show(one.visit(page, places, ()))
        assert isinstance(found, File)
        assert found.content.decode() == f"{path} ar"
    with pytest.raises(NotFound):
        await one.see("request_workbook", request_id="../tokens")
