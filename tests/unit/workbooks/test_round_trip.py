"""Any body goes out as a workbook and comes back the same, in every language; the cells hold text and no formula."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.actions.bodies import RequestBody
from services.intake.http.workbooks import FORM
from shared.contracts.vocabulary import LANGUAGES
from shared.workbooks.archive import opened
from shared.workbooks.choices import codes
from shared.workbooks.reading import read
from shared.workbooks.writing import written
from tests.support.bodies import request_body

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\0")
"""XML cannot hold the last two as such, PostgreSQL no null."""
TEXT = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=30),
    st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "_x0041_", "_x005F_", "2025", "TRUE", "2026-01-01", " a ", "a\r\nb\t", "سلام"]),
).filter(lambda text: bool(text.strip()))  # fmt: skip
DAY = st.dates(date(1951, 1, 1), date(2050, 1, 1)).map(date.isoformat)
AMOUNT = st.integers(1, 10**18 - 1).map(
    lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")
)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object of which the fields that are None are not there."""
    return st.fixed_dictionaries(fields).map(lambda one: {k: v for k, v in one.items() if v not in (None, [], {})})


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def code(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes(name))


def rows(one: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(one, min_size=least, max_size=3)


PERIOD = some(start=DAY, end=maybe(DAY))
LINE = some(
    functional_area=code("functional_areas"), support_type=code("support_type"), support_form=maybe(code("support_forms")),
    quantity=some(amount=AMOUNT, unit=code("units")), period=PERIOD, description=maybe(TEXT),
)  # fmt: skip
MILESTONE = some(
    text=TEXT,
    kind=code("milestone"),
    due_on=maybe(DAY),
    indicator=maybe(TEXT),
    baseline=maybe(TEXT),
    target=maybe(TEXT),
)
BODY = some(
    title=TEXT, language=code("languages"), summary=maybe(TEXT), kind=maybe(code("kind")),
    requesting_states=rows(code("states"), 1),
    competent_authority=some(name=TEXT, focal_point=maybe(some(name=TEXT, post=maybe(TEXT), email=TEXT))),
    submission_route=some(route=code("route"), country_office=code("offices"), reason=TEXT),
    supporters=rows(code("parties")), quality_characteristics=rows(code("quality_characteristics")),
    national_plan=maybe(some(title=TEXT, reference=maybe(TEXT), adopted_on=maybe(DAY))),
    assessment=maybe(some(reference=TEXT, conducted_on=maybe(DAY), summary=maybe(TEXT))),
    own_commitments=rows(some(description=TEXT, resources=maybe(TEXT))), gap=maybe(TEXT),
    lines=rows(LINE, 1).map(lambda those: [{"line_id": f"l-{n}", **one} for n, one in enumerate(those)]),
    objectives=rows(some(text=TEXT, milestones=rows(MILESTONE))),
    sustainability=maybe(some(statement=TEXT, exit_arrangement=maybe(TEXT), comprehensive_plan=maybe(TEXT))),
    beneficiaries=rows(some(name=TEXT, project_with_authorities=maybe(TEXT))),
    coordination=some(
        existing_support=rows(some(provider=TEXT, description=TEXT, period=maybe(PERIOD))), how_coordinated=maybe(TEXT),
    ),
    monitoring=some(indicators=rows(TEXT), report_schedule=maybe(TEXT)),
    crisis=maybe(some(emergency=TEXT, response_plan=maybe(TEXT))),
    urgent=st.booleans(), urgency=maybe(TEXT), horizon=maybe(code("horizon")), engagement=maybe(code("engagement")),
    languages=rows(code("languages")), distinct_from=rows(TEXT), raised_at_meeting=maybe(TEXT),
)  # fmt: skip


@pytest.mark.paragraph("8")
@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=BODY)
def test_a_body_comes_back_as_it_went(language: str, body: dict[str, Any]) -> None:
    found = read(FORM, opened(written(FORM, language, body, {})))
    assert found.body == body
    assert found.faults == []
    assert found.kept == []


def test_the_bodies_of_chance_have_every_field() -> None:
    """Else a new field would go and come untested."""
    said = {name for name in RequestBody.model_fields if f"{name}=" in open(__file__, encoding="utf-8").read()}  # noqa: PTH123, SIM115
    assert said == set(RequestBody.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_says_nothing_and_asks_everything(language: str) -> None:
    found = read(FORM, opened(written(FORM, language, {}, {})))
    assert found.body == {}
    assert (found.faults, found.kept) == ([], [])
    assert found.about == {"form": "request", "version": FORM.version, "language": language}
    sheets = [part for part in parts(written(FORM, language, {}, {})) if "worksheets/sheet" in part]
    assert len(sheets) == len(FORM.sheets) + 3


def parts(raw: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_arabic_runs_from_right_to_left() -> None:
    for language, there in (("ar", True), ("fr", False)):
        sheet = parts(written(FORM, language, {}, {}))["xl/worksheets/sheet1.xml"]
        assert ('rightToLeft="1"' in sheet) is there


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@A1", "=cmd|' /C calc'!A0"])
def test_nothing_that_was_written_becomes_a_formula(text: str) -> None:
    raw = written(FORM, "fr", request_body(title=text), {})
    assert all("<f>" not in part for name, part in parts(raw).items() if "worksheets/sheet" in name)
    styles = parts(raw)["xl/styles.xml"]
    assert 'quotePrefix="1"' in styles
    assert read(FORM, opened(raw)).body["title"] == text


def test_long_amounts_keep_every_digit() -> None:
    line = request_body()["lines"][0] | {"quantity": {"amount": "9999999999999999.99", "unit": "EUR"}}
    assert read(FORM, opened(written(FORM, "en", request_body(lines=[line]), {}))).body["lines"][0] == line


def test_the_version_follows_the_questions() -> None:
    from dataclasses import replace

    assert replace(FORM, questions=FORM.questions[1:]).version != FORM.version
    assert replace(FORM).version == FORM.version
