"""An existing roster is taken in: nothing of it is dropped in silence, nothing is taken twice, nobody is spoken for (WM 7, 17, 18)."""

from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from tests.support.databases import as_
from tests.support.rosters import HEADS, as_file, desk, row

pytestmark = pytest.mark.paragraph("7")
CASES = Path(__file__).parents[1] / "data/public_cases.csv"
MEANT = {
    "column": ["offering=offering_parties", "subject=title", "themes=lines/1/functional_areas",
               "support_type=lines/1/support_type"],
    "otherwise": ["language=en", "availability/start=2026-01-01", "lines/1/quantity/amount=1",
                  "lines/1/quantity/unit=packages"],
}  # fmt: skip
GOOD = {"title": "Experts in appeals", "language": "fr", "offering_parties": ["iso3166:FRA"],
        "availability": {"start": "2026-01-01"},
        "lines": [{"line_id": "1", "functional_areas": ["appeals"], "support_type": "technical",
                   "quantity": {"amount": "1", "unit": "packages"}}]}  # fmt: skip


def total(counts: dict[str, int]) -> int:
    return sum(counts.values())


async def test_a_party_takes_its_own_roster_in_and_the_same_file_twice_changes_nothing(
    postgres: Postgres, tmp_path: Path
) -> None:
    rows = [
        row(1),
        row(2),
        row(3, language="klingon"),
        row(4, offering_parties="Germany"),
        row(1),
        row(2, title="Another"),
    ]
    async with desk(postgres, tmp_path, "imports_party") as at:
        tried = await at.tries("fra-authority", as_file(rows))
        assert await at.scalar("select count(*) from imported_row") == 0
        assert await at.scalar("select count(*) from support_offer") == 0
        found = await at.takes("fra-authority", as_file(rows))
        assert found["counts"] == tried["counts"] == {"listed": 2, "proposed": 0, "unchanged": 1, "quarantined": 3}
        assert (found["status"], found["rows"], found["done"], total(found["counts"])) == ("done", 6, 6, 6)
        report = (await at.reads("fra-authority", f"/roster/imports/{found['import_id']}/rows", "fr"))["rows"]
        assert [one["outcome"] for one in report] == [one["outcome"] for one in tried["rows"]]
        fault = report[2]["faults"][0]
        assert (fault["cell"], fault["column"], fault["code"]) == ("C4", "language", "unknown_language")
        assert fault["message"] != fault["english"]
        assert [one["code"] for one in report[3]["faults"]] == ["of_another_party"]
        assert [one["code"] for one in report[5]["faults"]] == ["row_changed"]
        offers, events = "select count(*) from support_offer", "select count(*) from outbox"
        before = [await at.scalar(one) for one in (offers, events, "select count(*) from imported_row")]
        again = await at.takes("fra-authority", as_file(rows))
        assert again["counts"] == {"listed": 0, "proposed": 0, "unchanged": 6, "quarantined": 0}
        assert before == [await at.scalar(one) for one in (offers, events, "select count(*) from imported_row")]
        assert before[:2] == [2, 2]
        heard = await at.scalar("select count(*) from outbox where type = 'acsg.roster.offer-listed'")
        audited = await at.scalar("select count(*) from audit where action = 'offer.list' and party = 'iso3166:FRA'")
        assert (heard, audited) == (2, 2)


@pytest.mark.paragraph("18")
async def test_officers_propose_and_the_party_itself_offers(postgres: Postgres, tmp_path: Path) -> None:
    async with desk(postgres, tmp_path, "imports_officer") as at:
        found = await at.takes("wca-officer", as_file([row(1), row(2)]))
        assert found["counts"]["proposed"] == 2
        assert await at.scalar("select count(*) from support_offer") == 0
        assert [len(await at.rows(one)) for one in ("fra-authority", "deu-authority", "wca-officer")] == [2, 0, 2]
        first, second = await at.rows("fra-authority")
        assert not {"source", "history", "kept", "owner", "faults"} & set(first)
        assert first["body"]["title"] == "Experts in registration, team 1"
        # An officer does not say it for them, and others learn nothing of it.
        assert (await at.says("wca-officer", first["entry_id"], "answer", {"answer": "agreed"})).status_code == 403
        stranger = await at.says("deu-authority", first["entry_id"], "answer", {"answer": "agreed"})
        assert stranger.status_code == 404
        said = await at.says("fra-authority", first["entry_id"], "answer", {"answer": "agreed"})
        assert (said.status_code, said.json()["status"]) == (200, "listed"), said.text
        offer = await at.reads("fra-authority", f"/support-offers/{said.json()['offer_id']}")
        assert offer["content"]["title"] == "Experts in registration, team 1"
        declined = await at.says(
            "fra-authority", second["entry_id"], "answer", {"answer": "declined", "reason": "Not any more"}
        )
        assert declined.status_code == 200, declined.text
        assert [one["entry_id"] for one in await at.rows("fra-authority")] == [first["entry_id"]]
        kept = await at.reads("wca-officer", f"/roster/imported-rows/{second['entry_id']}")
        assert (kept["status"], kept["history"][-1]["what"], kept["history"][-1]["reason"]) == (
            "rejected",
            "declined",
            "Not any more",
        )
        assert (await at.says("fra-authority", first["entry_id"], "answer", {"answer": "agreed"})).status_code == 409
        actions = "select string_agg(action, ' ' order by id) from audit where party = 'iso3166:FRA'"
        assert (await at.scalar(actions)).split() == ["offer.list", "offer.agree", "offer.decline"]


async def test_a_row_in_quarantine_is_corrected_and_released_or_rejected(postgres: Postgres, tmp_path: Path) -> None:
    rows = [row(1, **{"lines/1/quantity/amount": "many"}), row(2, title="?"), row(3)]
    async with desk(postgres, tmp_path, "imports_quarantine") as at:
        await at.takes("fra-authority", as_file(rows))
        first, second = await at.rows("fra-authority", status="quarantined")
        assert (first["faults"][0]["cell"], first["faults"][0]["pointer"]) == ("H2", "/lines/0/quantity/amount")
        one = first["entry_id"]
        refused = await at.says("fra-authority", one, "release")
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "amount")
        assert (await at.says("deu-authority", one, "content", GOOD)).status_code == 404
        stale = await at.says("fra-authority", one, "content", GOOD, version=7)
        assert stale.status_code == 412
        corrected = await at.says("fra-authority", one, "content", GOOD)
        assert (corrected.status_code, corrected.json()["status"], corrected.json()["faults"]) == (
            200,
            "quarantined",
            [],
        )
        released = await at.says("fra-authority", one, "release")
        assert (released.status_code, released.json()["status"]) == (200, "listed"), released.text
        assert [word["what"] for word in released.json()["history"]] == ["taken", "corrected", "released"]
        rejected = await at.says("wca-officer", second["entry_id"], "rejection", {"reason": "A line that was closed"})
        assert (rejected.status_code, rejected.json()["status"]) == (200, "rejected")
        # What an officer releases of a party's roster is that party's to say.
        await at.takes("fra-authority", as_file([row(9, title="!")]))
        (third,) = await at.rows("wca-officer", status="quarantined")
        await at.says("wca-officer", third["entry_id"], "content", GOOD | {"title": "Experts in reception"})
        proposed = await at.says("wca-officer", third["entry_id"], "release")
        assert proposed.json()["status"] == "proposed"
        said = await at.says("fra-authority", third["entry_id"], "answer", {"answer": "agreed"})
        assert said.json()["status"] == "listed", said.text
        done = "select string_agg(distinct action, ' ' order by action) from audit"
        assert set((await at.scalar(done)).split()) >= {
            "import.make",
            "import.correct",
            "import.release",
            "import.reject",
        }
        assert await at.scalar("select count(*) from support_offer") == 3


async def test_a_row_that_was_mended_in_the_file_is_taken_anew(postgres: Postgres, tmp_path: Path) -> None:
    async with desk(postgres, tmp_path, "imports_mended") as at:
        await at.takes("fra-authority", as_file([row(1, language="klingon")]))
        found = await at.takes("fra-authority", as_file([row(1)]))
        assert found["counts"]["listed"] == 1
        (kept,) = await at.rows("fra-authority")
        assert [word["what"] for word in kept["history"]] == ["taken", "taken_again"]
        # The same rows of another roster, or of somebody else's, are others.
        other = await at.takes("fra-authority", as_file([row(1)]), source="Another roster")
        assert (other["counts"]["quarantined"], other["counts"]["unchanged"]) == (1, 0)
        report = (await at.reads("fra-authority", f"/roster/imports/{other['import_id']}/rows"))["rows"]
        assert report[0]["faults"][0]["code"] == "already_open"


async def test_public_cases_are_a_roster(postgres: Postgres, tmp_path: Path) -> None:
    raw = CASES.read_bytes()
    async with desk(postgres, tmp_path, "imports_cases") as at:
        tried = await at.tries("wca-officer", raw, **MEANT)
        found = await at.takes("wca-officer", raw, **MEANT)
        assert found["counts"] == tried["counts"]
        assert total(found["counts"]) == found["rows"] == 56
        assert found["counts"]["proposed"] >= 15
        path = f"/roster/imports/{found['import_id']}/rows?first=500"
        report = (await at.reads("wca-officer", path))["rows"]
        assert len(report) == 56
        assert all(bool(one["faults"]) == (one["outcome"] == "quarantined") for one in report)
        assert all(fault["code"] for one in report for fault in one["faults"])
        kept = {text["column"]: text["text"] for text in report[0]["kept"]}
        assert (kept["requesting"], kept["channel"], kept["kind"]) == ("Niger", "multilateral", "match")
        again = await at.takes("wca-officer", raw, **MEANT)
        assert again["counts"]["unchanged"] == 56


@pytest.mark.parametrize(
    "encoded",
    [lambda t: b"\xef\xbb\xbf" + t.encode(), lambda t: t.encode("utf-16"), lambda t: t.replace(",", ";").encode(),
     lambda t: t.replace("\n", "\r\n").replace(",", "\t").encode("utf-16-le")],
    ids=["mark", "utf-16", "semicolons", "tabs-without-a-mark"],
)  # fmt: skip
async def test_files_as_people_have_them(postgres: Postgres, tmp_path: Path, encoded: object) -> None:
    text = (
        as_file([{**row(1), "lines/1/functional_areas": "registration"}]).decode().replace("registration, team", "team")
    )
    async with desk(postgres, tmp_path, "imports_encodings") as at:
        found = await at.takes("fra-authority", encoded(text))  # type: ignore[operator]
        assert found["counts"]["listed"] == 1, found


async def test_templates_come_back_as_rosters(postgres: Postgres, tmp_path: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    async with desk(postgres, tmp_path, "imports_templates") as at:
        for language in ("fr", "ar"):
            answer = await at.http.get(
                f"/roster/imports/template.xlsx?language={language}", headers=as_("fra-authority")
            )
            assert (answer.status_code, answer.headers["content-language"]) == (200, language)
            book, file = load_workbook(BytesIO(answer.content)), BytesIO()
            sheet = book.worksheets[1]
            keys = {cell.value.partition(":")[2]: cell.column for cell in sheet[1]}
            for name, value in row(len(language), title=f"A team of {language}").items():
                sheet.cell(3, keys[name]).value = value
            sheet.cell(4, keys["title"]).value = "=1+1"
            book.save(file)
            found = await at.takes("fra-authority", file.getvalue(), source=language)
            assert found["counts"] == {"listed": 1, "proposed": 0, "unchanged": 0, "quarantined": 1}, found
            report = await at.reads("fra-authority", f"/roster/imports/{found['import_id']}/rows", language)
            codes = {one["code"]: one for one in report["rows"][1]["faults"]}
            assert codes["workbook_formula"]["sheet"] == sheet.title
        table = await at.http.get("/roster/imports/template.csv?language=ru", headers=as_("wca-officer"))
        head = table.content.decode("utf-8-sig").strip()
        assert all(f"[{name}]" in head for name in HEADS)
        assert (
            await at.http.get("/roster/imports/template.csv", headers=as_("integrator-observer"))
        ).status_code == 403


async def test_what_cannot_be_read_is_refused_as_a_whole(postgres: Postgres, tmp_path: Path) -> None:
    good = as_file([row(1)])
    broken = {"roster_encoding": good + "é".encode("latin-1") * 3, "roster_no_columns": b"a,b\n1,2\n",
              "roster_unreadable": b"\x89PNG\r\n\x1a\n\0\0\1", "workbook_unreadable": b"PK\3\4nothing"}  # fmt: skip
    async with desk(postgres, tmp_path, "imports_unreadable") as at:
        for code, raw in broken.items():
            tried = await at.sends("fra-authority", raw, "/roster/imports/dry-run")
            assert (tried.status_code, tried.json()["errors"][0]["code"]) == (422, code), tried.text
            found = await at.takes("fra-authority", raw)
            assert (found["status"], found["faults"][0]["code"], found["done"]) == ("unreadable", code, 0)
        assert await at.scalar("select count(*) from support_offer") == 0
        refused = await at.sends("fra-authority", good, column=["a=no_such"])
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_column")
        assert (await at.sends("fra-authority", good, source=" ")).status_code == 422
        assert (await at.sends("tcd-office", good)).status_code == 403
        assert (await at.sends("esa-officer", good)).status_code == 403
        sent = await at.sends("fra-authority", good, key="one-and-the-same")
        again = await at.sends("fra-authority", good, key="one-and-the-same")
        assert sent.json()["import_id"] == again.json()["import_id"]
        large = await at.sends("fra-authority", b"," * 41_000_000)
        assert large.status_code == 413
        for other in ("deu-authority", "tcd-office", "integrator-observer"):
            answer = await at.http.get(sent.headers["Location"], headers=as_(other))
            assert answer.status_code == 404, other
