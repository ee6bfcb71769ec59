"""A request as a workbook over HTTP: a template, a stored one as its reader sees it, read back without storing anything."""

from io import BytesIO

import asyncpg
import httpx
import pytest
from openpyxl import load_workbook

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.contracts.vocabulary import LANGUAGES
from shared.workbooks.media_type import MEDIA_TYPE
from tests.support.bodies import request_body

ALL, WORKBOOK = "/support-requests", "/support-requests/workbook"


async def asked(
    client: Client, actor: str, method: str, path: str, raw: bytes | None = None, language: str = "fr"
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {await client.token(actor)}", "Accept-Language": language}
    headers |= {"Content-Type": MEDIA_TYPE} if raw is not None else {}
    url = client.addresses["intake"].rstrip("/") + path
    return await client.http.request(method, url, content=raw, headers=headers)


async def count(stack: Stack) -> int:
    connection = await asyncpg.connect(stack.databases["intake"])
    try:
        return int(await connection.fetchval("select count(*) from support_request"))
    finally:
        await connection.close()


@pytest.mark.paragraph("8")
async def test_a_template_comes_in_each_language(client: Client) -> None:
    for language in LANGUAGES:
        answer = await asked(client, "tcd-authority", "GET", WORKBOOK, language=language)
        assert (answer.status_code, answer.headers["content-language"]) == (200, language)
        assert load_workbook(BytesIO(answer.content)).worksheets[0].sheet_view.rightToLeft in (None, language == "ar")
    assert (await asked(client, "tcd-authority", "GET", f"{WORKBOOK}?language=ru")).headers["content-language"] == "ru"
    assert (await asked(client, "integrator-observer", "GET", WORKBOOK)).status_code == 403


@pytest.mark.paragraph("8")
async def test_reading_stores_nothing_and_the_same_file_twice_makes_one_request(stack: Stack, client: Client) -> None:
    before, body = await count(stack), request_body()
    made = await client.call("tcd-authority", "POST", "intake", ALL, body)
    one = f"{ALL}/{made['request_id']}/workbook"
    raw = (await asked(client, "tcd-authority", "GET", one)).content
    first = await asked(client, "tcd-authority", "POST", WORKBOOK, raw)
    assert first.status_code == 200, first.text
    said = first.json()
    assert (said["faults"], said["kept"]) == ([], [])
    assert said["about"]["request_id"] == made["request_id"]
    assert await count(stack) == before + 1
    sent = said["body"] | {"title": "The same with another title", "distinct_from": ["ANOTHER-of-a-workbook"]}
    key = said["idempotency_key"]
    answers = [await client.call("tcd-authority", "POST", "intake", ALL, sent, key) for _ in range(2)]
    assert answers[0]["reference"] == answers[1]["reference"]
    assert await count(stack) == before + 2


@pytest.mark.paragraph("8")
async def test_faults_have_sheet_cell_and_french_words(client: Client) -> None:
    raw = (await asked(client, "tcd-authority", "GET", WORKBOOK)).content
    book, file = load_workbook(BytesIO(raw)), BytesIO()
    book["Appui"]["B3"].value, book["Appui"]["E3"].value = "cuisine", "beaucoup"
    book.save(file)
    said = (await asked(client, "tcd-authority", "POST", WORKBOOK, file.getvalue())).json()
    faults = {(one["sheet"], one["cell"]): one for one in said["faults"]}
    assert faults["Appui", "B3"]["message"] == "Ce code n'existe pas"
    assert faults["Appui", "E3"]["code"] == "amount"
    assert faults["Demande", "C2"]["code"] == "missing"
    refused = await asked(client, "tcd-authority", "POST", WORKBOOK, b"title;language")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "workbook_unreadable"


@pytest.mark.paragraph("17")
async def test_a_stranger_gets_the_workbook_of_nothing(client: Client) -> None:
    made = await client.call("tcd-authority", "POST", "intake", ALL, request_body())
    there = await asked(client, "fra-authority", "GET", f"{ALL}/{made['request_id']}/workbook")
    none = await asked(client, "fra-authority", "GET", f"{ALL}/00000000-0000-7000-8000-000000000000/workbook")
    assert (there.status_code, there.json()["detail"]) == (none.status_code, none.json()["detail"])
    assert there.status_code == 404
