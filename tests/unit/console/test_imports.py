"""Pages of existing rosters: a file is tried and taken in, its rows are read, corrected, released, rejected, answered (WM 7, 17, 18)."""

import io
import re
from typing import Any

import pytest
from starlette.datastructures import UploadFile

from services.console.asking.gateway import CommandProblem, SaidFault
from services.console.http.offered import OfferedAct
from services.console.http.page import NotFresh
from services.console.http.register import register
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted, Retryable
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.person import Seen

FRA, ENTRY = "iso3166:FRA", "00000000-0000-7000-8000-000000000001"
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
GERMANY = Actor("deu", Role.STATE_AUTHORITY, "iso3166:DEU", None, "fr")
NGO = Actor("ngo", Role.STAKEHOLDER, "org:ecre", None, "fr")
OFFICER = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
BODY = {"title": "Formateurs <b>", "language": "fr", "offering_parties": [FRA], "availability": {"start": "2026-01-01"},
        "quality_characteristics": ["fairness"],
        "lines": [{"line_id": "1", "functional_areas": ["appeals"], "support_type": "technical",
                   "quantity": {"amount": "many", "unit": "packages"}}]}  # fmt: skip
FAULT = {"sheet": "Offres", "cell": "H2", "column": "Combien <i>", "pointer": "/lines/0/quantity/amount", "code": "amount",
         "message": "Ce n’est pas un nombre", "english": None}  # fmt: skip
WORD = {"at": "2026-11-28T08:00:00+00:00", "by": FRA, "what": "taken", "reason": None}
ROW = {"entryId": ENTRY, "version": 3, "status": "quarantined", "party": FRA, "body": BODY, "offerId": None, "importId": "i-1",
       "owner": FRA, "region": "wca", "source": "Tableau", "sheet": "Offres", "number": 2, "faults": [FAULT],
       "kept": [{"cell": "K2", "column": "Remarque", "text": "à revoir"}], "history": [WORD]}  # fmt: skip
ALONE = {
    "importId": None,
    "owner": None,
    "source": None,
    "sheet": None,
    "number": None,
    "faults": None,
    "kept": None,
    "history": None,
}
PROPOSED = ROW | {"status": "proposed"} | ALONE
COUNTS = {"listed": 1, "proposed": 0, "unchanged": 2, "quarantined": 1}
MADE = {"importId": "i-1", "source": "Tableau", "owner": FRA, "status": "done", "rows": 4, "done": 4, "counts": COUNTS,
        "passedOver": {"Notes": 3}, "faults": [], "madeAt": "2026-11-28T08:00:00+00:00", "endedAt": None}  # fmt: skip
REPORT = [{"sheet": "Offres", "number": 2, "outcome": "quarantined", "entryId": ENTRY, "reference": None, "faults": [FAULT], "kept": []},
          {"sheet": "Offres", "number": 3, "outcome": "listed", "entryId": ENTRY, "reference": "ACSG-2026-FRA-O01", "faults": [], "kept": []}]  # fmt: skip


class Rosters(MadeUpGateway):
    """``row`` and ``made`` are what stands there; ``trial``: what is said of a file."""

    def __init__(self, row: dict[str, Any] | None = None, made: dict[str, Any] | None = None) -> None:
        super().__init__(self._answers)
        self.row, self.made, self.asked = row or ROW, made or MADE, dict[str, Any]()
        self.trial: dict[str, Any] | Exception = {"import_id": "i-1"}

    def _answers(self, name: str, given: Any) -> dict[str, Any]:
        self.asked = dict(given)
        rows = {"nodes": [self.row], "after": None}
        found: dict[str, dict[str, Any]] = {
            "imported_row": {"importedRow": self.row},
            "imported_rows": {"importedRows": rows},
            "roster_imports": {"rosterImports": {"nodes": [self.made], "after": "i-1"}, "quarantined": rows, "proposed": {"nodes": [], "after": None}},
            "roster_import": {"rosterImport": self.made, "rosterImportReport": {"nodes": REPORT, "after": "3"}},
        }  # fmt: skip
        return found[name]

    async def pass_on(self, _: Any, path: str, said: Any, file: Any, media_type: str, key: str) -> dict[str, Any]:
        self.sent.append((path, dict(said) | {"content": await file.read(), "media_type": media_type}))
        if isinstance(self.trial, Exception):
            raise self.trial
        return self.trial


def reader(actor: Actor = FRANCE, gateway: Rosters | None = None, **more: Any) -> Reader:
    return Reader(actor, gateway or Rosters(), **more)


def a_file(raw: bytes = b"title\nX\n") -> UploadFile:
    return UploadFile(io.BytesIO(raw), size=len(raw), filename="liste.csv")


async def sends(one: Reader, do: str, upload: UploadFile | None = None, **given: str) -> Seen | str:
    fields = filled(await one.see("import_new"), {"source": "Tableau"} | given)
    return await one.send("import_new", [*fields, ("do", do)], None, upload)


async def test_a_file_is_taken_in_with_what_its_headings_mean() -> None:
    one = reader()
    where = await sends(one, "take", a_file(), **{"columns-0-heading": "Pays", "columns-0-means": "offering_parties",
                                                  "otherwise-0-means": "language", "otherwise-0-stands": "fr"})  # fmt: skip
    assert where == "/imports/i-1"
    ((path, said),) = one.gateway.sent
    assert (path, said["source"], said["content"]) == ("/roster/imports", "Tableau", b"title\nX\n")
    assert (said["column"], said["otherwise"]) == (["Pays=offering_parties"], ["language=fr"])


async def test_a_trial_says_what_would_come_and_keeps_what_was_typed() -> None:
    one = reader()
    fault = {**FAULT, "said": ""}
    one.gateway.trial = {"counts": COUNTS, "passed_over": {"Notes": 3}, "rows": [{"sheet": "Offres", "number": 2, "outcome": "quarantined", "faults": [fault]}]}  # fmt: skip
    page = await sends(one, "try", a_file(), **{"columns-0-heading": "Pays"})
    assert isinstance(page, Seen)
    assert (page.status, one.gateway.sent[0][0]) == (200, "/roster/imports/dry-run")
    for words in (
        "Rien n’a été enregistré",
        "H2",
        "Ce n’est pas un nombre",
        "Notes",
        'value="Tableau"',
        'value="Pays"',
    ):
        assert words in page.text, words
    assert "Combien &lt;i&gt;" in page.text


async def test_what_is_wrong_stands_beside_its_field() -> None:
    one = reader()
    page = await sends(one, "take", source="")
    assert isinstance(page, Seen)
    assert (page.status, 'href="#source"' in page.text, 'href="#file"' in page.text) == (422, True, True)
    assert one.gateway.sent == []
    for pointer, anchor in (
        ("/parameters/column", "columns"),
        ("/parameters/otherwise", "otherwise"),
        ("/body", "file"),
    ):
        one.gateway.trial = Invalid((Fault(pointer, "no such column", "unknown_column"),))
        page = await sends(one, "take", a_file())
        assert isinstance(page, Seen)
        assert (page.status, f'href="#{anchor}"' in page.text) == (422, True), page.text
    one.gateway.trial = Retryable("gateway_away", "", 5)
    page = await sends(one, "try", a_file())
    assert isinstance(page, Seen)
    assert (page.status, "trop long" in page.text) == (422, True)
    with pytest.raises(Retryable):
        await sends(one, "take", a_file())


async def test_the_report_says_what_came_of_each_row() -> None:
    one = reader()
    page = await one.see("roster_import", "outcome=quarantined&after=3", import_id="i-1")
    assert (one.gateway.asked["outcome"], one.gateway.asked["after"]) == ("quarantined", "3")
    for words in (
        "en quarantaine",
        "H2",
        "Ce n’est pas un nombre",
        "ACSG-2026-FRA-O01",
        f"/imports/rows/{ENTRY}",
        "Notes",
    ):
        assert words in page.text, words
    assert "rien n’a changé" not in page.text
    again = {**MADE, "counts": {"listed": 0, "proposed": 0, "unchanged": 4, "quarantined": 0}}
    assert "rien n’a changé" in (await reader(gateway=Rosters(made=again)).see("roster_import", import_id="i-1")).text
    running = {**MADE, "status": "running", "rows": None, "done": 2}
    assert "Actualiser" in (await reader(gateway=Rosters(made=running)).see("roster_import", import_id="i-1")).text
    broken = {**MADE, "status": "unreadable", "rows": None, "faults": [FAULT]}
    assert (
        "ne peut pas être lu" in (await reader(gateway=Rosters(made=broken)).see("roster_import", import_id="i-1")).text
    )
    await one.see("roster_import", "outcome=nonsense&after=x", import_id="i-1")
    assert (one.gateway.asked["outcome"], one.gateway.asked["after"]) == (None, None)


async def test_a_row_is_corrected_as_a_whole_and_what_is_not_asked_stays() -> None:
    one = reader()
    form = await one.see("import_correction", entry_id=ENTRY)
    assert 'value="many"' in form.text
    typed = filled(form, {"lines-0-quantity-amount": "12"})
    assert (
        await one.send("import_correction", [*typed, ("do", "send")], entry_id=ENTRY)
        == f"/imports/rows/{ENTRY}?written=2"
    )
    ((name, said),) = one.gateway.sent
    assert (name, said["version"]) == ("correct_imported_row", 3)
    assert said["content"]["lines"][0]["quantity"] == {"amount": "12", "unit": "packages"}
    assert (said["content"]["quality_characteristics"], said["content"]["offering_parties"]) == (["fairness"], [FRA])
    one.gateway.result = CommandProblem(
        422, "invalid_body", "", None, (SaidFault("/lines/0/quantity/amount", "no", "amount"),), "roster"
    )
    page = await one.send("import_correction", [*typed, ("do", "send")], entry_id=ENTRY)
    assert isinstance(page, Seen)
    assert (page.status, 'href="#lines-0-quantity-amount"' in page.text) == (422, True)
    one.gateway.result = CommandProblem(412, "changed_meanwhile", "", None, (), "roster")
    page = await one.send("import_correction", [*typed, ("do", "send")], entry_id=ENTRY)
    assert isinstance(page, Seen)
    assert (page.status, 'value="12"' in page.text) == (409, True)


async def test_a_row_is_released_or_rejected_with_its_reason() -> None:
    one = reader(OFFICER)
    page = await one.see("import_release", entry_id=ENTRY)
    await one.send("import_release", [*page.form("send_key").fields, ("do", "send")], entry_id=ENTRY)
    page = await one.see("import_rejection", entry_id=ENTRY)
    empty = await one.send("import_rejection", [*page.form("send_key").fields, ("do", "send")], entry_id=ENTRY)
    assert isinstance(empty, Seen)
    assert empty.status == 422
    await one.send("import_rejection", [*filled(page, {"reason": "Fermé"}), ("do", "send")], entry_id=ENTRY)
    assert [(name, said.get("reason")) for name, said in one.gateway.sent] == [("release_imported_row", None), ("reject_imported_row", "Fermé")]  # fmt: skip


async def test_the_party_that_is_named_answers_itself_by_a_new_sign_in() -> None:
    one = reader(FRANCE, Rosters(PROPOSED))
    page = await one.see("imported_row", entry_id=ENTRY)
    assert f"/imports/rows/{ENTRY}/answer" in page.text
    assert not any(f"/imports/rows/{ENTRY}/{act}" in page.text for act in ("content", "release", "rejection"))
    fields = [*filled(await one.see("import_answer", entry_id=ENTRY), {"answer": "agreed"}), ("do", "send")]
    one.fresh = False
    with pytest.raises(NotFresh):
        await one.send("import_answer", fields, entry_id=ENTRY)
    one.fresh = True
    await one.send("import_answer", fields, entry_id=ENTRY)
    ((name, said),) = one.gateway.sent
    assert (name, said["answer"], said["reason"]) == ("answer_imported_row", "agreed", None)
    with pytest.raises(NotPermitted):
        await reader(OFFICER, Rosters(ROW | {"status": "proposed", "owner": "unhcr-bureau:wca"})).see(
            "import_answer", entry_id=ENTRY
        )
    with pytest.raises(NotPermitted):
        await reader(GERMANY, Rosters(PROPOSED)).see("import_answer", entry_id=ENTRY)


async def test_who_offers_nothing_has_no_such_pages() -> None:
    for name in ("imports", "import_new", "imported_rows"):
        with pytest.raises(NotPermitted):
            await reader(OFFICE).see(name)
    assert 'href="/imports"' not in (await reader(OFFICE).see("modalities")).text
    for actor in (FRANCE, NGO, OFFICER):
        assert 'href="/imports"' in (await reader(actor).see("imports")).text
    with pytest.raises(Conflict):
        await reader(FRANCE, Rosters(ROW | {"status": "listed", "offerId": "o-1"})).see(
            "import_release", entry_id=ENTRY
        )


async def test_what_one_may_not_know_of_is_not_there() -> None:
    one = reader()

    def none(name: str, _: Any) -> dict[str, Any]:
        raise NotFound("not_found", "")

    one.gateway.answers = none
    for name in ("imported_row", "import_correction", "import_release", "import_rejection", "import_answer"):
        with pytest.raises(NotFound):
            await one.see(name, entry_id=ENTRY)
    with pytest.raises(NotFound):
        await one.see("roster_import", import_id="i-1")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_in_every_language(language: str) -> None:
    acts = [page for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == "imported_row"]
    assert len(acts) == 4
    for actor, row in ((FRANCE, ROW), (OFFICER, ROW), (FRANCE, PROPOSED), (OFFICER, ROW | {"status": "rejected"})):
        one = reader(actor, Rosters(row), language=language)
        pages = [await one.see("imports"), await one.see("imported_rows", "status=quarantined"), await one.see("import_new"),
                 await one.see("imported_row", entry_id=ENTRY), await one.see("roster_import", import_id="i-1")]  # fmt: skip
        pages += [await one.see(act.name, entry_id=ENTRY) for act in acts
                  if act.path.replace("{entry_id}", ENTRY) in pages[3].text]  # fmt: skip
        for page in pages:
            assert page.status == 200
            shown = re.sub(r"<[^>]*>", " ", page.text)
            assert not re.search(
                r"\b(?:row_standing|import_status|row_outcome|quarantined|roster_source)\b",
                shown if language != "en" else "",
            )
            assert "<b>" not in page.text
