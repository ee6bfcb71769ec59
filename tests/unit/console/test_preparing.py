"""A request is prepared with others from pages: the form shares what is typed, nothing is lost, each State signs (WM 3, 8, 15.v)."""

import re
from typing import Any

import pytest

from services.console.forms.support_request import PREPARED
from services.console.http.offered import OfferedAct
from services.console.http.page import NotFresh
from services.console.http.register import register
from services.console.keeping.rejoined import rejoined
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotFound, NotPermitted, Retryable
from tests.support.bodies import request_body
from tests.support.drafts_at_owner import OwnerOfDrafts
from tests.support.pages import Reader, page_of
from tests.support.person import Seen

TCD, NER, NGO = "iso3166:TCD", "iso3166:NER", "org:ecre"
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
NIGER = Actor("ner", Role.STATE_AUTHORITY, NER, None, "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
OFFICE = Actor("off", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
HELPER = Actor("ngo", Role.STAKEHOLDER, NGO, None, "fr")


def reader(actor: Actor = CHAD, owner: OwnerOfDrafts | None = None, **more: Any) -> Reader:
    return Reader(actor, owner or OwnerOfDrafts(actor), **more)


def seen_by(one: Reader, actor: Actor) -> Reader:
    """The same drafts at intake, before somebody else."""
    return Reader(actor, OwnerOfDrafts(actor, one.gateway.drafts))


async def begun(one: Reader) -> str:
    where = str(await one.send("new_request", [("for", "")]))
    return where.split("/")[2]


async def typed(one: Reader, draft: str, section: str, **given: str) -> Seen | str:
    places = {"draft_id": draft, "section": section}
    form = (await one.see("section", **places)).form("rev")
    fields = [field for field in form.fields if field[0] not in given] + [*given.items(), ("do", "save")]
    return await one.send("section", fields, None, **places)


def at_owner(one: Reader) -> Any:
    (draft,) = one.gateway.drafts.values()
    return draft


async def test_what_is_typed_stands_at_its_owner_where_the_office_reads_it() -> None:
    one = reader()
    draft = await begun(one)
    assert one.gateway.drafts == {}, "nothing is opened before anything is typed"
    await typed(one, draft, "who", title="Un titre")
    assert (at_owner(one).title, at_owner(one).lead) == ("Un titre", TCD)
    await typed(one, draft, "gap", gap="Tout est sur papier")
    assert at_owner(one).content["gap"] == "Tout est sur papier"
    assert [name for name, _ in one.gateway.sent if name == "open_draft"] == ["open_draft"]
    office = seen_by(one, OFFICE)
    assert "Un titre" in (await office.see("drafts")).text
    page = await office.see("prepared", draft_id=at_owner(one).draft_id)
    assert "Tout est sur papier" in page.text
    for stranger in (FRANCE, HELPER):
        assert "Un titre" not in (await seen_by(one, stranger).see("drafts")).text
        with pytest.raises(NotFound):
            await seen_by(one, stranger).see("prepared", draft_id=at_owner(one).draft_id)


async def test_what_is_typed_while_the_owner_is_away_is_kept_and_goes_there_later() -> None:
    one = reader()
    draft = await begun(one)
    one.gateway.away = True
    assert await typed(one, draft, "who", title="Sans réseau") == f"/drafts/{draft}"
    assert one.gateway.drafts == {}
    assert one.drafts.rows[draft].content["title"] == "Sans réseau"
    assert "conservé" in (await one.see("drafts")).text
    one.gateway.away = False
    await typed(one, draft, "gap", gap="Revenu")
    assert (at_owner(one).title, at_owner(one).content["gap"]) == ("Sans réseau", "Revenu")


async def test_a_fault_waits_here_and_all_else_is_shared() -> None:
    one = reader()
    draft = await begun(one)
    line = {"lines-0-functional_area": "registration", "lines-0-quantity-amount": "douze"}
    await typed(one, draft, "lines", **line)
    await typed(one, draft, "who", title="Partagé")
    assert at_owner(one).title == "Partagé"
    assert "lines" not in at_owner(one).content or "douze" not in str(at_owner(one).content)
    assert 'value="douze"' in (await one.see("section", draft_id=draft, section="lines")).text
    assert "Pas encore lu par les autres" in (await one.see("draft", draft_id=draft)).text
    await typed(one, draft, "lines", **line | {"lines-0-quantity-amount": "12"})
    assert at_owner(one).content["lines"][0]["quantity"]["amount"] == "12"
    assert "Pas encore lu" not in (await one.see("draft", draft_id=draft)).text


async def test_what_others_wrote_comes_back_and_what_both_wrote_is_shown() -> None:
    one = reader()
    draft = await begun(one)
    await typed(one, draft, "who", title="À nous")
    one.gateway.write(at_owner(one).draft_id, summary="Du bureau", gap="Écart du bureau")
    page = await one.see("section", draft_id=draft, section="gap")
    assert "Du bureau" in page.text
    assert "Écart du bureau" in page.text
    await typed(one, draft, "gap", gap="Notre écart")
    assert at_owner(one).content["gap"] == "Notre écart"
    # Both write in one part: nothing of either is lost, and the person's stand once they have seen the other's.
    one.gateway.away = True
    await typed(one, draft, "gap", gap="Écrit ici")
    one.gateway.away = False
    one.gateway.write(at_owner(one).draft_id, gap="Écrit là-bas")
    assert "où vous avez écrit aussi" in (await one.see("draft", draft_id=draft)).text
    page = await one.see("section", draft_id=draft, section="gap")
    assert "Écrit là-bas" in page.text
    assert "Écrit ici" in page.text
    await typed(one, draft, "who", title="Autre chose")
    assert at_owner(one).content["gap"] == "Écrit là-bas", "what was not looked at is not written over"
    await typed(one, draft, "gap", gap="Écrit ici")
    assert (at_owner(one).content["gap"], at_owner(one).title) == ("Écrit ici", "Autre chose")
    assert one.drafts.rows[draft].content[PREPARED]["contested"] == {}


async def whole(one: Reader, **changes: Any) -> str:
    """A sheet with a whole request, shared."""
    draft = await begun(one)
    body = {name: said for name, said in (request_body() | changes).items() if name != "distinct_from"}
    row = one.drafts.rows[draft]
    await one.drafts.save(None, draft, row.rev, content=row.content | body)
    await typed(one, draft, "who")
    return draft


async def submitted(one: Reader, draft: str) -> Seen | str:
    form = (await one.see("submit", draft_id=draft)).form("rev")
    assert "post" in form.names
    return await one.send("submit", form.fields, draft_id=draft)


async def test_a_state_alone_signs_and_submits_in_one_step_and_once() -> None:
    one = reader()
    draft = await whole(one)
    one.fresh = False
    with pytest.raises(NotFresh):
        await submitted(one, draft)
    assert at_owner(one).status == "open", "nobody signs with an old sign-in"
    one.fresh = True
    assert await submitted(one, draft) == "/requests/r-1?written=1"
    assert [s.party for s in at_owner(one).signatures] == [TCD]
    names = [name for name, _ in one.gateway.sent if name in {"ask_signatures", "sign_draft", "submit_draft"}]
    assert names == ["ask_signatures", "sign_draft", "submit_draft"]
    assert await one.send("submit", [("rev", "1")], draft_id=draft) == "/requests/r-1"


async def test_a_joint_request_waits_for_the_others_and_goes_on_where_it_stopped() -> None:
    one = reader()
    draft = await whole(one, requesting_states=[TCD, NER])
    where = await submitted(one, draft)
    assert where == f"/preparing/{at_owner(one).draft_id}"
    assert at_owner(one).missing() == (NER,)
    niger = seen_by(one, NIGER)
    assert "Attend votre signature" in (await niger.see("worklist")).text
    place = {"draft_id": at_owner(one).draft_id}
    form = (await niger.see("draft_signature", **place)).form("send_key")
    fields = [field for field in form.fields if field[0] != "post"] + [("post", "Secrétaire général")]
    assert await niger.send("draft_signature", fields, **place) == f"{where}?written={at_owner(one).rev}"
    assert "Attend votre signature" not in (await niger.see("worklist")).text
    assert await submitted(one, draft) == "/requests/r-1?written=1"


async def test_a_sheet_whose_draft_was_submitted_elsewhere_is_done() -> None:
    one = reader()
    draft = await whole(one)
    place = {"draft_id": at_owner(one).draft_id}
    for name in ("draft_signing", "draft_signature", "draft_submission"):
        form = (await one.see(name, **place)).form("send_key")
        fields = [field for field in form.fields if field[0] != "post"] + [("post", "Ministre")] * (
            name == "draft_signature"
        )
        where = await one.send(name, fields, None, **place)
    assert str(where).startswith("/requests/r-1")
    assert "est clos" in (await one.see("draft", draft_id=draft)).text
    assert one.drafts.rows[draft].sent_id == "r-1"
    assert await one.send("submit", [("rev", "1")], None, draft_id=draft) == "/requests/r-1"


async def test_a_colleague_who_saves_in_the_very_moment_is_not_written_over() -> None:
    one = reader()
    draft = await begun(one)
    await typed(one, draft, "who", title="À nous")
    row = one.drafts.rows[draft]
    one.gateway.write(at_owner(one).draft_id, gap="Du bureau")

    async def overtaken(*_: object, **__: object) -> bool:
        return False

    one.drafts.save = overtaken  # type: ignore[method-assign]
    assert (await one.see("draft", draft_id=draft)).status == 200
    assert one.drafts.rows[draft] == row


async def test_a_text_that_changed_under_a_signature_is_not_signed() -> None:
    one = reader()
    draft = await whole(one)
    form = (await one.see("submit", draft_id=draft)).form("rev")
    one.gateway.write(at_owner(one).draft_id, gap="Changé entre-temps")
    page = await one.send("submit", form.fields, draft_id=draft)
    assert isinstance(page, Seen)
    assert (page.status, at_owner(one).signatures) == (409, ())
    assert "Changé entre-temps" in page.text
    one.gateway.away = True
    with pytest.raises(Retryable):
        await submitted(one, draft)


async def test_an_office_asks_its_state_and_signs_nothing() -> None:
    one = reader(OFFICE)
    draft = await whole(one)
    assert (at_owner(one).lead, at_owner(one).opened_by) == (TCD, "unhcr-office:TCD")
    page = await one.see("submit", draft_id=draft)
    assert "post" not in page.form("rev").names
    assert await one.send("submit", page.form("rev").fields, draft_id=draft) == f"/preparing/{at_owner(one).draft_id}"
    assert (at_owner(one).status, at_owner(one).signatures) == ("to_be_signed", ())


async def test_an_invited_editor_writes_on_a_sheet_of_its_own() -> None:
    one = reader()
    await typed(one, await begun(one), "who", title="À plusieurs")
    place = {"draft_id": at_owner(one).draft_id}
    form = (await one.see("draft_hand", **place)).form("send_key")
    fields = [field for field in form.fields if field[0] not in {"party", "role"}]
    await one.send("draft_hand", [*fields, ("party", NGO), ("role", "editor")], **place)
    helper = seen_by(one, HELPER)
    sheet = str(await helper.send("prepared", [("token", "")], **place)).rpartition("/")[2]
    assert await helper.send("prepared", [("token", "")], **place) == f"/drafts/{sheet}", "the same sheet once more"
    await typed(helper, sheet, "gap", gap="De l'ONG")
    assert (at_owner(one).content["gap"], at_owner(one).requesting_states) == ("De l'ONG", (TCD,))
    with pytest.raises(NotPermitted):
        await helper.send("submit", [("rev", "1")], draft_id=sheet)
    helper.gateway.drafts[at_owner(one).draft_id] = at_owner(one).model_copy(update={"hands": ()})
    await typed(helper, sheet, "gap", gap="Trop tard")
    assert at_owner(one).content["gap"] == "De l'ONG"
    assert "vous n’y êtes plus associé" in (await helper.see("draft", draft_id=sheet)).text


ACTS = [page for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == "draft"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_of_a_draft_is_shown_in_every_language(language: str) -> None:
    seen = set()
    owner = OwnerOfDrafts(CHAD)
    for status in ("open", "to_be_signed"):
        one = owner.add(title="Un titre", requesting_states=[TCD, NER])
        await owner.command(None, "share_draft", {"id": one, "party": NGO, "role": "commenter"})  # type: ignore[arg-type]
        await owner.command(None, "comment_draft", {"id": one, "place": "/gap", "text": "Lesquels ?"})  # type: ignore[arg-type]
        if status == "to_be_signed":
            await owner.command(None, "ask_signatures", {"id": one})  # type: ignore[arg-type]
        for actor in (CHAD, OFFICE, NIGER, HELPER):
            person = Reader(actor, OwnerOfDrafts(actor, owner.drafts), language)
            if status == "open" and actor is NIGER:
                continue
            page = await person.see("prepared", draft_id=one)
            there = set(re.findall(rf'href="/preparing/{one}/([a-z/]+)"', page.text))
            for act in ACTS:
                if act.path.partition("}/")[2] in there:
                    assert (await person.see(act.name, draft_id=one)).status == 200
                    seen.add(act.name)
            shown = re.sub(r"<[^>]*>", " ", page.text)
            assert not re.search(r"\b(?:to_be_signed|hand_role|draft_status|prepared)\b", shown)
    assert {act.name for act in ACTS} - seen == {"draft_submission"}, "held by the walk of a joint request"


@pytest.mark.parametrize("name", [page.name for page in ACTS])
async def test_nobody_else_does_anything_with_a_draft(name: str) -> None:
    owner = OwnerOfDrafts(CHAD)
    one = owner.add(title="À nous")
    with pytest.raises(NotFound):
        await Reader(FRANCE, OwnerOfDrafts(FRANCE, owner.drafts)).see(name, draft_id=one)
    assert page_of(name).take is not None


def test_two_who_wrote_are_held_part_by_part() -> None:
    sent, before = {"a": "1", "b": "1", "c": "1", "d": "1"}, {"a": "1", "b": "1", "c": "1.0", "d": "1"}
    mine = {"a": "1", "b": "mine", "c": "1", "d": "mine"}
    theirs = {"a": "theirs", "b": "1", "c": "1.0", "d": "theirs", "e": "new"}
    found = rejoined(sent, mine, before, theirs)
    assert found.taken == {"a": "theirs", "e": "new"}
    assert found.contested == {"d": "theirs"}
    assert rejoined(sent, mine | {"d": "theirs"}, before, theirs).contested == {}
    gone = rejoined(sent, sent, before, {})
    assert gone.taken == dict.fromkeys("abcd")


async def test_what_somebody_wrote_while_one_typed_stands_beside_it_until_one_saves_again() -> None:
    one = reader()
    draft = await begun(one)
    await typed(one, draft, "who", title="À nous")
    place = {"draft_id": draft, "section": "gap"}
    form = (await one.see("section", **place)).form("rev")
    one.gateway.write(at_owner(one).draft_id, gap="Écrit là-bas")
    mine = [field for field in form.fields if field[0] != "gap"] + [("gap", "Écrit ici"), ("do", "save")]
    page = await one.send("section", mine, None, **place)
    assert isinstance(page, Seen)
    assert (page.status, "Écrit là-bas" in page.text, "Écrit ici" in page.text) == (409, True, True)
    assert at_owner(one).content["gap"] == "Écrit là-bas"
    again = [*page.form("rev").fields, ("do", "save")]
    assert await one.send("section", again, None, **place) == f"/drafts/{draft}"
    assert at_owner(one).content["gap"] == "Écrit ici"


def book(draft: str, version: int, **body: str) -> dict[str, Any]:
    about = {"draft_id": draft, "object_version": str(version)}
    return {"body": body, "about": about, "faults": [], "kept": [], "idempotency_key": "k"}


async def test_a_workbook_of_a_draft_fills_in_that_draft_and_writes_over_nothing() -> None:
    one = reader()
    sheet = await begun(one)
    await typed(one, sheet, "who", title="À nous")
    draft = at_owner(one).draft_id

    async def read_in() -> str:
        return str(await one.send("workbook_in", [("token", "")], b"a workbook"))

    one.gateway.book = book(draft, at_owner(one).rev, gap="Du classeur")
    assert await read_in() == f"/drafts/{sheet}/workbook", "the sheet that there is"
    assert (at_owner(one).content["gap"], at_owner(one).title) == ("Du classeur", "À nous")
    # Of an earlier text: what stands there by now stays until the person has seen both.
    one.gateway.book = book(draft, 1, gap="Vieux classeur", summary="Du classeur")
    one.gateway.write(draft, gap="Du bureau")
    await read_in()
    assert at_owner(one).content["gap"] == "Du bureau"
    page = (await one.see("section", draft_id=sheet, section="gap")).text
    assert "Du bureau" in page
    assert "Vieux classeur" in page
    # Of a draft that one has no hand in: a draft of one's own, as of any workbook.
    other = seen_by(one, NIGER)
    other.gateway.book = book(draft, 1, gap="Copié")
    where = str(await other.send("workbook_in", [("token", "")], b"a workbook"))
    assert where.startswith("/drafts/")
    assert PREPARED not in next(iter(other.drafts.rows.values())).content


async def test_other_states_are_named_in_the_form_and_the_lead_stays_first() -> None:
    one = reader()
    draft = await begun(one)
    await typed(one, draft, "who", title="À trois")
    place = {"draft_id": draft, "section": "who"}

    async def names(*states: str) -> None:
        form = (await one.see("section", **place)).form("rev")
        kept = [field for field in form.fields if field[0] != "requesting_states"]
        await one.send(
            "section", [*kept, *(("requesting_states", state) for state in states), ("do", "save")], None, **place
        )

    await names("iso3166:NER", "iso3166:CMR")
    assert at_owner(one).requesting_states == (TCD, NER, "iso3166:CMR")
    await names("iso3166:CMR", "iso3166:NER", TCD)
    assert at_owner(one).requesting_states == (TCD, NER, "iso3166:CMR"), "in the order in which they stand there"
    assert "Niger" in (await one.see("submit", draft_id=draft)).text
    await names("iso3166:CMR")
    assert at_owner(one).requesting_states == (TCD, "iso3166:CMR")
    # Who was invited to edit names none as its own.
    owner = OwnerOfDrafts(CHAD, one.gateway.drafts)
    await owner.command(None, "share_draft", {"id": at_owner(one).draft_id, "party": NGO, "role": "editor"})  # type: ignore[arg-type]
    helper = seen_by(one, HELPER)
    sheet = str(await helper.send("prepared", [("token", "")], draft_id=at_owner(one).draft_id)).rpartition("/")[2]
    await typed(helper, sheet, "who", title="De l’ONG")
    assert (at_owner(one).title, at_owner(one).requesting_states) == ("De l’ONG", (TCD, "iso3166:CMR"))
