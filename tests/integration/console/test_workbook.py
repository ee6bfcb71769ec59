"""An authority fills in a request in a workbook, reads it in, mends what is named by its cell, sends it, and gets it out again (WM 8)."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from tests.support.person import People, Person, Seen

pytestmark = pytest.mark.paragraph("8")
IN, TEMPLATE = "/requests/workbook/in", "/requests/workbook"
ANSWERS = {
    "title": "Enregistrement hors ligne", "language": "fr", "gap": "Les dossiers sont tenus sur papier.",
    "competent_authority/name": "CNARR", "submission_route/route": "country_office",
}  # fmt: skip
LINE = {"functional_area": "registration", "support_type": "technical", "quantity/amount": "4", "quantity/unit": "packages",
        "period/start": "2027-01-01"}  # fmt: skip


def written(raw: bytes, change: Callable[[Workbook], None]) -> bytes:
    book, file = load_workbook(BytesIO(raw)), BytesIO()
    change(book)
    book.save(file)
    return file.getvalue()


def filled(book: Workbook, **other: str) -> None:
    """Questions and one line of support are answered by the keys that nobody sees."""
    asked, lines = book.worksheets[0], book["Appui"]
    rows = {str(asked.cell(row, 1).value).lstrip(":"): row for row in range(1, asked.max_row + 1)}
    for name, answer in (ANSWERS | other).items():
        asked.cell(rows[name], 3).value = answer
    for column in range(1, lines.max_column + 1):
        key = str(lines.cell(1, column).value).partition(":")[2]
        if key in LINE:
            lines.cell(3, column).value = LINE[key]


def read_in(person: Person, raw: bytes, page: str = IN) -> Seen:
    return person.send_file(person.see(page), "workbook", raw)


def test_a_workbook_filled_without_a_connection_becomes_a_request(people: People) -> None:
    chad = people("tcd-authority")
    assert f'href="{TEMPLATE}"' in chad.see("/requests/new").text
    blank = chad.see(TEMPLATE)
    assert blank.headers["content-disposition"].endswith('-fr.xlsx"')
    assert blank.headers["cache-control"] == "no-store"
    title = f"Hors ligne {uuid4().hex[:8]}"

    def wrongly(book: Workbook) -> None:
        filled(book, title=title)
        for column in range(1, book["Appui"].max_column + 1):
            if str(book["Appui"].cell(1, column).value).endswith("quantity/amount"):
                book["Appui"].cell(3, column).value = "beaucoup"
        book["Appui"]["Z9"].value = "Voir l'annexe"

    bad = written(blank.raw, wrongly)
    page = read_in(chad, bad)
    assert page.status == 200, page.text[-2000:]
    draft = page.path.removesuffix("/workbook")
    assert f"{draft}/lines?faults=1#lines-0-quantity-amount" in page.text
    assert "Appui" in page.text
    assert "Voir l&#39;annexe" in page.text
    assert read_in(chad, bad).path == page.path, "the same file once more is the same draft"

    good = written(blank.raw, lambda book: filled(book, title=title))
    mended = read_in(chad, good, page.path)
    assert mended.status == 200
    assert "Toutes les cellules du classeur ont été lues" in mended.text
    sent = chad.fill(chad.see(f"{draft}/submit"), "rev", {})
    assert re.fullmatch(r"/requests/[0-9a-f-]{36}", sent.path), sent.text[-2000:]

    out = chad.see(f"{sent.path}/workbook")
    assert out.headers["content-type"].startswith("application/vnd.openxmlformats")
    again = read_in(chad, out.raw)
    revision = again.path.removesuffix("/workbook")
    assert revision != draft
    asks = chad.see(f"{revision}/submit")
    assert title in asks.text
    revised = chad.fill(asks, "rev", {})
    assert revised.path == sent.path, revised.text[-2000:]
    people("tcd-authority").see(sent.path)


def test_nobody_gets_a_workbook_of_what_is_not_theirs(people: People) -> None:
    chad, france = people("tcd-authority"), people("fra-authority")
    ids = re.findall(r'href="/requests/([0-9a-f-]{36})"', chad.see("/requests").text)
    assert ids, "the request of the test before"
    hidden, none = (france.see(f"/requests/{one}/workbook") for one in (ids[0], str(uuid4())))
    assert (hidden.status, none.status) == (404, 404)
    assert people("wca-officer").see(IN).status == 403
    assert people("ecre").see(TEMPLATE).status == 403


@pytest.mark.control
def test_a_form_with_a_file_goes_where_one_is_asked_for_alone(people: People) -> None:
    chad = people("tcd-authority")
    huge = read_in(chad, b"x" * 1_100_000)
    assert huge.status == 413
    assert read_in(chad, b"no workbook").status == 422
    drafts = chad.see("/drafts")
    assert chad.go("POST", "/drafts", data={"token": ""}, files={"draft": b"x"}).status == 415
    assert chad.go("POST", IN, data={"token": ""}).status == 415
    assert re.findall(r'href="/drafts/[^"]+"', chad.see("/drafts").text) == re.findall(
        r'href="/drafts/[^"]+"', drafts.text
    )
