"""Exports over a real read model: complete, each only what its reader may see, harmless, and the same through each form."""

import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest

from shared.contracts.matching import MatchPublished, MatchRetracted
from shared.contracts.roster import SupportOfferPublished, SupportOfferRetracted
from tests.integration.gateway.conftest import ITEMS, ReadModels
from tests.support.exports import export, publish, rows, sheets, table
from tests.support.gateway import gateway

TABLES = ("support-requests", "offers", "matches", "needs")
FIELDS = {
    "support-requests": "supportRequests",
    "offers": "supportOffers",
    "matches": "matches",
    "needs": "openNeeds",
}
READERS = ("wca-officer", "americas-officer", "geneva-officer", "tcd-authority", "tcd-office", "fra-authority", "euaa",
           "integrator-iom", None)  # fmt: skip


async def everything(asked: object, reader: str | None, field: str) -> set[str]:
    """Identifiers of a whole list in GraphQL."""
    query = f"query($a: String) {{ {field}(first: 200, after: $a) {{ nodes {{ itemId }} pageInfo {{ hasNextPage endCursor }} }} }}"
    found: set[str] = set()
    after, more = None, True
    while more:
        page = (await asked.ask(reader, query, a=after))[field]  # type: ignore[attr-defined]
        found |= {node["itemId"] for node in page["nodes"]}
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.parametrize("name", TABLES)
async def test_an_export_holds_what_the_list_holds_for_every_reader(filled: str, name: str) -> None:
    async with gateway(filled) as asked:
        for reader in READERS:
            if (name, reader) == ("needs", None):
                assert (await export(asked.http, reader, "needs.csv")).status_code == 401
                continue
            found = await table(asked.http, reader, name)
            whole = {row["#meta+id"] for row in found if row.get("#meta+view", "full") == "full"}
            assert whole == await everything(asked, reader, FIELDS[name])
            shown = {row["#meta+id"] for row in found} - whole
            if name == "support-requests":
                solicited = (await asked.ask(reader, "{ solicitedRequests(first: 200) { itemId } }"))[
                    "solicitedRequests"
                ]
                assert shown == {one["itemId"] for one in solicited} - whole
            else:
                assert shown == set()
        assert len(await table(asked.http, "wca-officer", name)) >= ITEMS


@pytest.mark.paragraph("17")
async def test_of_a_request_of_others_only_the_fields_agreed_to_are_there(filled: str) -> None:
    async with gateway(filled) as asked:
        for reader in ("fra-authority", None):
            found = await table(asked.http, reader, "support-requests")
            assert found
            for row in found:
                told = {tag for tag, value in row.items() if value}
                # Where it is from says which State asks, and that is not shown.
                assert told == {"#meta+id", "#activity+name", "#meta+view"}


@pytest.mark.paragraph("17")
async def test_a_filter_does_not_tell_what_is_hidden(filled: str) -> None:
    """Asking for a State, an area or a status finds none of those that do not show it."""
    async with gateway(filled) as asked:
        for asks in (
            {"party": "iso3166:TCD"},
            {"status": "in_line"},
            {"area": "registration"},
            {"since": "2020-01-01T00:00:00Z"},
        ):
            assert await table(asked.http, "fra-authority", "support-requests", **asks) == []
            assert await table(asked.http, None, "support-requests", **asks) == []
            assert await table(asked.http, "wca-officer", "support-requests", **asks)
        assert await table(asked.http, None, "support-requests")
        for region in ("wca", "esa,europe"):
            assert await table(asked.http, None, "support-requests", region=region) == []


async def test_filters_narrow_as_they_do_in_lists(filled: str) -> None:
    query = """query($f: ItemFilter!) { supportRequests(filter: $f, first: 1) { totalCount } }"""
    async with gateway(filled) as asked:
        for asks, words in (
            ({"status": ["in_line"]}, {"status": "in_line"}),
            ({"functionalArea": "training"}, {"area": "training"}),
            ({"party": "iso3166:TCD"}, {"party": "iso3166:TCD"}),
            ({"changedFrom": "2026-01-06T09:30:00Z"}, {"since": "2026-01-06T09:30:00Z"}),
        ):
            total = (await asked.ask("wca-officer", query, f=asks))["supportRequests"]["totalCount"]
            found = {row["#meta+id"] for row in await table(asked.http, "wca-officer", "support-requests", **words)}
            assert 0 < total == len(found)


async def test_a_workbook_holds_the_same_as_the_csv_with_numbers_and_dates_as_such(filled: str) -> None:
    async with gateway(filled) as asked:
        for name in TABLES:
            plain = await export(asked.http, "wca-officer", f"{name}.csv", language="fr")
            book = await export(asked.http, "wca-officer", f"{name}.xlsx", language="fr")
            assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
            lines = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"), newline="")))
            (sheet,) = sheets(book.content)
            assert [list(row) for row in sheet[:2]] == lines[:2]
            assert len(sheet) == len(lines)
            for row, line in zip(sheet[2:], lines[2:], strict=True):
                for value, text in zip(row, line, strict=True):
                    if isinstance(value, datetime):
                        assert text[:10] == value.date().isoformat()
                    elif isinstance(value, int | float):
                        assert Decimal(text) == Decimal(str(value))
                    else:
                        assert (value or "") == text


async def test_the_answer_is_a_file_with_a_name(filled: str) -> None:
    async with gateway(filled) as asked:
        answer = await export(asked.http, "wca-officer", "support-requests.csv")
        named = answer.headers["content-disposition"]
        assert named.startswith('attachment; filename="acsg-wca-support-requests-20')
        assert named.endswith('Z.csv"')
        assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content.startswith(b"\xef\xbb\xbfIdentifier,Reference,")
        without = await export(asked.http, "wca-officer", "support-requests.csv", bom="no", language="fr")
        assert without.content.startswith("Identifiant,Référence,".encode())
        assert b"\r\n" in without.content


async def test_every_fault_of_what_is_asked_is_named(filled: str) -> None:
    async with gateway(filled) as asked:
        answer = await export(
            asked.http, "wca-officer", "needs.csv", area="nothing", since="yesterday", language="xx", stauts="open"
        )
        assert answer.status_code == 422
        assert {one["pointer"] for one in answer.json()["errors"]} == {
            f"/parameters/{name}" for name in ("area", "since", "language", "stauts")
        }
        assert (await export(asked.http, "nobody-at-all", "needs.csv")).status_code == 401
        spaced = await export(asked.http, "wca-officer", "needs.csv", since="2026-05-01 00:00:00 01:00")
        assert spaced.status_code == 200, spaced.text
        for name, value in (("since", "9999-12-31T23:59:59-12:00"), ("as_of", "0001-01-01T00:00:00+14:00"),
                            ("region", ","), ("status", "open,opne"), ("party", "TCD"), ("region", "ESA,wca")):  # fmt: skip
            odd = await export(asked.http, "wca-officer", "needs.csv", **{name: value})
            assert [one["pointer"] for one in odd.json()["errors"]] == [f"/parameters/{name}"], odd.text


@pytest.mark.paragraph("19")
async def test_a_match_is_told_to_all_as_it_was_published_until_it_is_taken_back(read_models: ReadModels) -> None:
    url = read_models[1]
    fields = {
        "parties": [{"role": "requester", "party": "iso3166:TCD"}, {"role": "offerer"}], "channel": "bilateral",
        "delivery_mode": "peer_to_peer", "confirmed_on": "2026-03-01", "functional_areas": ["registration"],
    }  # fmt: skip
    told = MatchPublished(aggregate_id="match-000000", aggregate_version=1, fields=fields)
    async with gateway(url) as asked:
        assert await table(asked.http, None, "matches") == []
        await publish(url, told, owner="matching")
        for reader in (None, "deu-authority"):
            (row,) = await table(asked.http, reader, "matches")
            assert {tag: value for tag, value in row.items() if value} == {
                "#meta+id": "match-000000", "#region+code": "wca", "#region+name": "West and Central Africa",
                "#country+code+v_iso3": "TCD", "#country+name": "Chad", "#sector+code+v_acsg": "registration",
                "#sector+name": "Registration", "#channel+code": "bilateral", "#modality+delivery": "peer_to_peer",
                "#date+approved": "2026-03-01", "#meta+view": "shown",
            }  # fmt: skip
        assert len(await table(asked.http, None, "matches", party="iso3166:TCD", area="registration")) == 1
        for asks in ({"party": "iso3166:FRA"}, {"status": "confirmed"}, {"area": "training"}):
            assert await table(asked.http, None, "matches", **asks) == []
        lines = (await export(asked.http, None, "public-events.jsonl", type="acsg.public.match-published")).text
        assert lines.count("\n") == 1
        gone = MatchRetracted(aggregate_id="match-000000", aggregate_version=2)
        await publish(url, gone, owner="matching")
        await publish(url, told.model_copy(update={"aggregate_id": "match-000000"}), owner="matching")
        assert await table(asked.http, None, "matches") == []
        kept = (await export(asked.http, None, "public-events.jsonl")).text
        assert "match-retracted" in kept
        assert "TCD" not in kept


async def test_a_date_is_looked_back_at(filled: str) -> None:
    async with gateway(filled) as asked:
        assert await table(asked.http, "wca-officer", "support-requests", as_of="2025-01-01T00:00:00Z") == []
        now = await table(asked.http, "wca-officer", "support-requests")
        later = await table(asked.http, "wca-officer", "support-requests", as_of="2036-01-01T00:00:00+01:00")
        assert [row["#meta+id"] for row in later] == [row["#meta+id"] for row in now]
        public = await table(asked.http, None, "support-requests", as_of="2036-01-01T00:00:00Z")
        assert public == await table(asked.http, None, "support-requests")


async def test_headings_in_arabic_read_from_the_right(filled: str) -> None:
    async with gateway(filled) as asked:
        answer = await export(asked.http, "wca-officer", "offers.csv", language="ar")
        assert "المعرّف" in answer.text
        assert {row["#region+name"] for row in rows(answer.content)} == {"غرب ووسط أفريقيا"}


async def test_who_comes_late_has_what_the_logs_forgot(read_models: ReadModels) -> None:
    """From the compacted topics alone: what stands, and by a tombstone that it does not stand any more."""
    url, one = read_models[1], "offer-of-long-ago"
    told = SupportOfferPublished(aggregate_id=one, aggregate_version=3, fields={"title": "Long ago"})
    async with gateway(url) as asked:
        await publish(url, told, owner="roster", standing=True)
        assert "Long ago" in (await export(asked.http, None, "public-events.jsonl")).text
        gone = SupportOfferRetracted(aggregate_id=one, aggregate_version=4)
        await publish(url, gone, owner="roster", standing=True)
        found = (await export(asked.http, None, "public-events.jsonl")).text
        assert "Long ago" not in found
        assert '"type":"acsg.public.support-offer-retracted"' in found
