"""One activity as XML: its elements in the order the schema asks for."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from services.gateway.exports.iati import codes
from services.gateway.exports.iati.engaged import engagement, published
from services.gateway.exports.iati.reporter import Reporter
from services.gateway.exports.iati.results import results
from services.gateway.exports.iati.told import ToldActivity, match, offer
from services.gateway.exports.shared_columns import word
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView
from shared.contracts.envelope import rfc3339
from shared.contracts.party_names import party_name, unhcr_name

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DAC, OWN = "1", "99"


def activity(seen: SeenItem, reporter: Reporter, language: str) -> Element:
    """An offer, a match or an engagement the reader may see."""
    one = _told(seen, language)
    humanitarian = "1" if codes.HUMANITARIAN & set(one.areas) else "0"
    root = Element("iati-activity", {LANG: language, "humanitarian": humanitarian, "hierarchy": str(one.hierarchy)})
    if seen.view is ItemView.FULL:
        root.set("last-updated-datetime", rfc3339(seen.changed_at))
    _add(root, "iati-identifier").text = reporter.identifier(seen.region, seen.kind, seen.item_id)
    reporting = {"ref": reporter.reference, "type": reporter.kind, "secondary-reporter": "0"}
    _say(_add(root, "reporting-org", **reporting), reporter.name)
    _say(_add(root, "title"), one.title, one.title_language)
    _say(_add(root, "description", type="1"), one.description, one.title_language)
    _participants(root, one, language)
    _add(root, "activity-status", code=one.status)
    for day in one.days:
        dated = _add(root, "activity-date", **{"iso-date": day.on, "type": day.kind})
        if day.words:
            _say(dated, day.words)
    _places(root, one)
    _sectors(root, one.areas, reporter, language)
    if one.collaboration:
        _add(root, "collaboration-type", code=one.collaboration)
    for money in one.money:
        paid = _add(root, "transaction")
        _add(paid, "transaction-type", code=money.kind)
        _add(paid, "transaction-date", **{"iso-date": money.on})
        _add(paid, "value", currency=money.currency, **{"value-date": money.on}).text = money.amount
        if money.purpose:
            _say(_add(paid, "description"), money.purpose)
    for kind, region, what, item_id in one.related:
        _add(root, "related-activity", ref=reporter.identifier(region, what, item_id), type=kind)
    root.extend(results(one.results, language))
    return root


def _told(seen: SeenItem, language: str) -> ToldActivity:
    if seen.kind == "offer":
        return offer(seen)
    if seen.kind == "match":
        return match(seen, language)
    return engagement(seen, language) if seen.view is ItemView.FULL else published(seen, language)


def _add(parent: Element, name: str, **attributes: Any) -> Element:
    return SubElement(parent, name, {key: str(value) for key, value in attributes.items()})


def _say(parent: Element, words: str, language: str | None = None) -> None:
    narrative = SubElement(parent, "narrative", {LANG: language} if language else {})
    narrative.text = words


def _participants(root: Element, one: ToldActivity, language: str) -> None:
    """Everybody who takes part and is named; States have no identifier in any register, so none is told."""
    for role, party in one.parties:
        own = {"ref": codes.UNHCR} if party.startswith("unhcr") else {}
        name = unhcr_name(language) if party == "unhcr:secretariat" else party_name(party, language)
        _say(_add(root, "participating-org", role=role, type=codes.organisation_type(party), **own), name)


def _places(root: Element, one: ToldActivity) -> None:
    countries = [code for party in one.recipients if (code := codes.country(party)) is not None]
    if not countries:
        _add(root, "activity-scope", code="1")
        _add(root, "recipient-region", code=codes.UNSPECIFIED_COUNTRIES, vocabulary="1", percentage="100")
    for code, share in zip(countries, codes.shares(len(countries)) if countries else (), strict=True):
        _add(root, "recipient-country", code=code, percentage=share)


def _sectors(root: Element, areas: tuple[str, ...], reporter: Reporter, language: str) -> None:
    """Purpose codes, and where they are published as a vocabulary the areas themselves; each adds up to 100 %."""
    purposes = codes.sectors(areas)
    for code, share in zip(purposes, codes.shares(len(purposes)), strict=True):
        _add(root, "sector", vocabulary=DAC, code=code, percentage=share)
    if reporter.vocabulary_uri is None or not areas:
        return
    for area, share in zip(areas, codes.shares(len(areas)), strict=True):
        own = _add(root, "sector", vocabulary=OWN, code=area, percentage=share)
        own.set("vocabulary-uri", reporter.vocabulary_uri)
        _say(own, word("functional_areas", area, language))
