"""Offers and matches as IATI 2.03 activities: valid against the official schemas, and no more than their reader may see."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from deploy.local.provision import drop, provision
from services.gateway.exports.iati import codes
from shared.contracts.event import Event
from shared.contracts.matching import MatchConfirmed, MatchPublished
from shared.contracts.shapes.match import Side
from shared.contracts.shapes.values import Quantity
from shared.contracts.vocabulary import code_list
from shared.runtime.db.migrations import upgrade
from tests.integration.gateway.conftest import ITEMS
from tests.support.exports import export, publish
from tests.support.gateway import gateway
from tests.support.iati import faults, sector_codes
from tools.bench import made_up

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIELDS = {
    "parties": [{"role": "requester", "party": "iso3166:CMR"}, {"role": "offerer"}], "channel": "through_unhcr",
    "delivery_mode": "unhcr_direct", "confirmed_on": "2026-03-01",
}  # fmt: skip


def confirmed(number: int) -> Event:
    """A match in money of two States, confirmed, to be delivered between peers."""
    event = made_up.match(number)
    line = event.match.lines[0].model_copy(
        update={"quantity": Quantity.model_validate({"amount": "2500.50", "unit": "EUR"})}
    )
    sides = (*event.match.sides, Side(party="iso3166:GAB", role="requester"), Side(party="org:euaa", role="offerer"))
    match = event.match.model_copy(update={
        "status": "confirmed", "lines": (line,), "sides": sides, "channel": "bilateral", "delivery_mode": "peer_to_peer",
        "confirmed_at": AT, "functional_areas": ("registration", "legal_aid", "training", "emergency_preparedness"),
    })  # fmt: skip
    return MatchConfirmed(aggregate_id=match.match_id, aggregate_version=2, match=match)


@pytest.fixture(scope="module")
def matched(server: tuple[str, Path]) -> Iterator[str]:
    """Two offers, a confirmed match in money, a reserved one."""
    url, owner = asyncio.run(provision(server[0], "acsg_gateway_iati", server[1]))
    upgrade("gateway", owner)
    asyncio.run(made_up.fill(url, [made_up.offer(0), made_up.offer(1), confirmed(0), made_up.match(1)]))
    yield url
    asyncio.run(drop(server[0], "acsg_gateway_iati"))


def activity(content: bytes, ending: str) -> etree._Element:
    (found,) = etree.fromstring(content).xpath(f"//iati-activity[iati-identifier='XM-DAC-41121-ACSG-wca-{ending}']")
    return found


@pytest.mark.parametrize("reader", ["wca-officer", "geneva-officer", "tcd-authority", "fra-authority", None])
async def test_whatever_a_reader_gets_is_valid(filled: str, matched: str, reader: str | None) -> None:
    for url in (filled, matched):
        async with gateway(url, iati_vocabulary_uri="https://example.org/areas") as asked:
            for language in ("fr", "ar"):
                answer = await export(asked.http, reader, "iati.xml", language=language)
                assert answer.headers["content-type"] == "application/xml; charset=utf-8"
                assert faults(answer.content) == []
    async with gateway(filled) as asked:
        count = etree.fromstring((await export(asked.http, "wca-officer", "iati.xml")).content).findall("iati-activity")
        assert len(count) == 2 * ITEMS


async def test_a_confirmed_match_is_an_activity_with_its_money(matched: str) -> None:
    async with gateway(matched) as asked:
        one = activity((await export(asked.http, "wca-officer", "iati.xml")).content, "match-match-000000")
    assert one.get("humanitarian") == "1"
    assert one.find("activity-status").get("code") == codes.IMPLEMENTATION
    assert one.findtext("title/narrative") == "Asylum capacity support to Chad, Gabon"
    roles = [(org.get("role"), org.get("type"), org.findtext("narrative")) for org in one.findall("participating-org")]
    assert roles == [
        ("1", "10", "France"), ("1", "40", "European Union Agency for Asylum"),
        ("4", "10", "France"), ("4", "40", "European Union Agency for Asylum"),
        ("2", "10", "Chad"), ("2", "10", "Gabon"),
    ]  # fmt: skip
    assert {c.get("code"): c.get("percentage") for c in one.findall("recipient-country")} == {
        "TD": "50.00",
        "GA": "50.00",
    }
    assert [s.get("code") for s in one.findall("sector")] == ["15136", "15130", "15190"]
    assert one.find("collaboration-type").get("code") == "1"
    assert one.find("transaction/transaction-type").get("code") == "2"
    assert one.findtext("transaction/value") == "2500.5"
    assert one.find("transaction/value").get("currency") == "EUR"
    assert one.find("related-activity").get("ref") == "XM-DAC-41121-ACSG-wca-offer-offer-000000"


async def test_no_money_no_transaction(matched: str) -> None:
    async with gateway(matched) as asked:
        one = activity((await export(asked.http, "wca-officer", "iati.xml")).content, "match-match-000001")
    assert one.find("activity-status").get("code") == codes.PIPELINE
    assert one.find("transaction") is None


@pytest.mark.paragraph("17")
async def test_the_public_gets_what_was_published_and_public_offers(matched: str) -> None:
    async with gateway(matched) as asked:
        before = (await export(asked.http, None, "iati.xml")).content
        assert b"-match-" not in before
        await publish(
            matched, MatchPublished(aggregate_id="match-000001", aggregate_version=1, fields=FIELDS), owner="matching"
        )
        content = (await export(asked.http, None, "iati.xml")).content
        one = activity(content, "match-match-000001")
        names = {org.findtext("narrative") for org in one.findall("participating-org")}
        assert names == {"UNHCR", "Cameroon"}
        assert one.get("last-updated-datetime") is None
        assert one.find("related-activity") is None
        assert [s.get("code") for s in one.findall("sector")] == ["15190"]
        assert faults(content) == []
        for hidden in (b"MATCH-", b"France", b"offer-000001"):
            assert hidden not in etree.tostring(one)


def test_every_area_has_a_purpose_code_in_force() -> None:
    there = sector_codes()
    table = codes._table("dac_sectors")
    assert set(code_list("functional_areas")) <= set(table)
    assert {code for area, code in table.items() if area != "functional_area"} <= set(there)
    assert not any(code.startswith("930") for code in table.values())


@pytest.mark.control
async def test_a_planted_fault_is_found(matched: str) -> None:
    async with gateway(matched) as asked:
        content = (await export(asked.http, "wca-officer", "iati.xml")).content
    assert faults(content.replace(b'<activity-status code="1" />', b"")) != []
    assert faults(content.replace(b'percentage="50.00"', b'percentage="40.00"')) != []
    assert faults(content.replace(b"XM-DAC-41121-ACSG", b"XM-DAC-1-ACSG")) != []


def test_shares_make_a_hundred() -> None:
    for count in range(1, 31):
        assert sum(round(float(share) * 100) for share in codes.shares(count)) == 10_000
