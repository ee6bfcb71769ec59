"""An existing roster is taken in on pages: tried, read row by row, corrected, released, rejected; others say themselves what they offer (WM 7, 17, 18)."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from tests.support.person import People, Person, Seen
from tests.support.poll import until
from tests.support.rosters import as_file, row

pytestmark = pytest.mark.paragraph("7")
ROW = re.compile(r'href="(/imports/rows/[0-9a-f-]{36})"')


def send(person: Person, raw: bytes, source: str, do: str, name: str = "liste.csv", **given: str) -> Seen:
    """A file chosen on the form, tried or taken in."""
    url, fields = person.filled(person.see("/imports/new"), "send_key", {"source": source} | given)
    plain = {name: value for name, value in fields if name != "file"} | {"do": do}
    return person.go("POST", url, data=plain, files={"file": (name, raw)})


async def taken(person: Person, raw: bytes, source: str, name: str = "liste.csv", **given: str) -> Seen:
    """The page of a roster once all of it was taken in."""
    sent = send(person, raw, source, "take", name, **given)
    assert re.fullmatch(r"/imports/[0-9a-f-]{36}", sent.path), sent.text[-3000:]

    async def done() -> Seen | None:
        page = person.see(sent.path)
        # While rows are being taken in, the page leads to itself.
        return page if f'href="{sent.path}"' not in page.text else None

    return await until(done, "the roster's last row")


def rows_of(page: Seen) -> list[str]:
    """Addresses of the rows of a report, in its order."""
    return ROW.findall(page.text)


def pressed(person: Person, page: str, **given: str | list[str]) -> Seen:
    return person.fill(person.see(page), "send_key", given, "do=send")


@pytest.mark.clause("7.1")
async def test_a_party_takes_its_roster_in_and_mends_what_is_wrong_in_it(people: People) -> None:
    france, germany = people("fra-authority"), people("deu-authority", "ar")
    mark = uuid4().hex[:8]
    source, title = f"Liste {mark}", f"Formateurs {mark}"
    rows = [row(1, title=f"{title} un"), row(2, title=f"{title} deux", **{"lines/1/quantity/amount": "beaucoup"}),
            row(3, title=f"{title} trois", offering_parties="Germany")]  # fmt: skip
    book = france.see("/imports/template.xlsx")
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert france.see("/imports/template.csv").raw.startswith(b"\xef\xbb\xbf")
    # A try says what would come, and stores nothing.
    tried = send(france, as_file(rows), source, "try")
    assert (tried.status, "Rien n’a été enregistré" in tried.text, "H3" in tried.text) == (200, True, True)
    assert source not in france.see("/imports").text
    page = await taken(france, as_file(rows), source)
    one, two, three = rows_of(page)
    assert ("H3" in page.text, "registre" in page.text) == (True, True)
    assert re.search(r"/offers/[0-9a-f-]{36}", france.see(one).text), "what was good is an offer"
    # Nobody else knows of it.
    for other in (germany, people("ecre")):
        assert other.see(page.path).status == 404
        assert other.see(two).status == 404
        assert mark not in other.see("/imports").text + other.see("/imports/rows").text
    office = people("tcd-office")
    assert [office.see(path).status for path in ("/imports", "/imports/new", "/imports/template.xlsx")] == [
        403,
        403,
        403,
    ]
    # Corrected on a page where the fault stood, then released by its own party.
    assert 'value="beaucoup"' in france.see(f"{two}/content").text
    refused = pressed(france, f"{two}/content", **{"lines-0-quantity-amount": "trop"})
    assert (refused.status, 'href="#lines-0-quantity-amount"' in refused.text) == (422, True)
    old = france.see(f"{two}/content")
    assert pressed(france, f"{two}/content", **{"lines-0-quantity-amount": "2"}).path == two
    stale = france.fill(old, "send_key", {"lines-0-quantity-amount": "3"}, "do=send")
    assert (stale.status, 'value="3"' in stale.text) == (409, True)
    released = pressed(france, f"{two}/release")
    assert re.search(r"/offers/[0-9a-f-]{36}", released.text), released.text[-3000:]
    rejected = pressed(france, f"{three}/rejection", reason="Ce n’est pas à nous")
    assert ("Ce n’est pas à nous" in rejected.text, france.see(f"{three}/release").status) == (True, 409)
    # The same file once more changes nothing, and that is said.
    again = await taken(france, as_file(rows[:1]), source)
    assert "rien n’a changé" in again.text


@pytest.mark.clause("7.1")
@pytest.mark.clause("17.3")
@pytest.mark.paragraph("17")
@pytest.mark.paragraph("18")
async def test_officers_propose_and_each_party_says_itself_what_it_offers(people: People) -> None:
    officer, france, helper, germany = (
        people("wca-officer", "ar"),
        people("fra-authority"),
        people("ecre", "ar"),
        people("deu-authority"),
    )
    mark = uuid4().hex[:8]
    book, file = load_workbook(BytesIO(officer.see("/imports/template.xlsx").raw)), BytesIO()
    sheet = book.worksheets[1]
    keys = {cell.value.partition(":")[2]: cell.column for cell in sheet[1]}
    for number, party in enumerate(("France", "org:ecre"), 3):
        for name, value in row(number, title=f"قائمة {mark} {number}", offering_parties=party).items():
            sheet.cell(number, keys[name]).value = value
    book.save(file)
    page = await taken(officer, file.getvalue(), f"نقابة {mark}", "liste.xlsx")
    first, second = rows_of(page)
    assert f"نقابة {mark}" in officer.see("/imports").text
    # Each party that is named finds it, sees the offer alone, and says itself; nobody says it for them.
    for person, entry, other in ((france, first, second), (helper, second, first)):
        assert entry in person.see("/imports").text
        assert (f"نقابة {mark}" in person.see(entry).text, person.see(other).status) == (False, 404)
        assert germany.see(entry).status == 404
    assert officer.see(f"{first}/answer").status == 403
    assert pressed(france, f"{first}/answer", answer="").status == 422
    assert pressed(france, f"{first}/answer", answer="agreed").path == "/imports"
    assert re.search(r"/offers/[0-9a-f-]{36}", france.see(first).text), "its own word made it an offer"
    declined = pressed(helper, f"{second}/answer", answer="declined", reason="لم نعد نعرضه")
    assert (declined.path, second in declined.text) == ("/imports", False)
    kept = officer.see(second).text
    assert ("لم نعد نعرضه" in kept, "مرفوض" in kept) == (True, True)
    assert mark not in germany.see("/imports").text
