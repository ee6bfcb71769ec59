"""Documents of a thread at its owner: to the circle alone, whole or not at all, looked at before they are given (WM 8)."""

import hashlib
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from deploy.local.postgres import Postgres
from services.dialogue.domain import thread as domain
from services.dialogue.http import documents
from services.dialogue.keeping.contents import Directory
from services.dialogue.keeping.sweeping import Sweeping
from services.dialogue.main import build
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.threads import ThreadRepository
from shared.contracts.documents import MOST_BYTES
from shared.contracts.shapes.thread import AboutThing
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.identifiers import new_id
from tests.support.clamd import EICAR, scanner
from tests.support.databases import Named, as_, environment, serving

pytestmark = pytest.mark.paragraph("8")
TCD, OFFICER = "tcd-authority", "wca-officer"
OUTSIDE = ("fra-authority", "europe-officer", "geneva-officer", "integrator-observer")
PDF = {"Content-Type": "application/pdf"}
SAID = {"title": "Évaluation <b>2026</b>", "language": "fr", "post": "Cheffe d’unité"}


@dataclass
class Room:
    """Dialogue on a database of its own, with a thread of each circle about one request."""

    http: httpx.AsyncClient
    folder: Path
    service: Any
    about: str
    with_state: str
    alone: str

    async def add(
        self, who: str, content: Any, thread: str = "", key: str = "gives-it-once", **other: Any
    ) -> httpx.Response:
        at = f"/threads/{thread or self.with_state}/documents"
        headers = as_(who, key) | PDF | other.pop("headers", {})
        return await self.http.post(at, content=content, params=SAID | other, headers=headers)

    async def document(self, who: str = TCD) -> dict[str, Any]:
        """The last document of the thread."""
        found = await self.http.get(f"/threads/{self.with_state}/messages", headers=as_(who))
        return dict(found.json()["messages"][-1]["document"])

    async def read(self, who: str, document: str, thread: str = "") -> httpx.Response:
        return await self.http.get(f"/threads/{thread or self.with_state}/documents/{document}", headers=as_(who))

    def files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


@asynccontextmanager
async def room(postgres: Postgres, tmp_path: Path, name: str, **more: Any) -> AsyncIterator[Room]:
    settings, clock = (
        await environment(postgres, tmp_path, "dialogue", name, deployment="wca"),
        FixedClock(datetime.now(UTC)),
    )
    folder = tmp_path / "documents"
    service = build(DialogueSettings(**settings | {"documents_folder": str(folder)} | more), clock, Named())
    about = AboutThing(kind="request", item_id=new_id(clock), reference="ACSG-2026-TCD-001")
    made = [domain.opened(new_id(clock), about, circle, "wca", [("iso3166:TCD", circle)] if circle == "requester" else [], clock.now())
            for circle in ("requester", "secretariat")]  # fmt: skip
    async with service.database.unit_of_work(ByClock("test")) as uow:
        for state in made:
            await ThreadRepository(uow.connection).add(state, 1)
    async with serving(service.app()) as http:
        yield Room(http, folder, service, about.item_id, *(state.thread_id for state in made))


async def test_a_document_is_given_to_the_circle_and_to_nobody_else(postgres: Postgres, tmp_path: Path) -> None:
    async with room(postgres, tmp_path, "documents_given") as here:
        content = b"%PDF-1.7 " + os.urandom(300_000)
        given = await here.add(TCD, content)
        assert (given.status_code, given.json()["documents"], given.json()["messages"]) == (201, 1, 1), given.text
        again = await here.add(TCD, content)
        assert (again.status_code, again.json(), len(here.files())) == (201, given.json(), 1), "once more is once"
        other = await here.add(TCD, content + b"x")
        assert (other.status_code, len(here.files())) == (422, 1), "another content is another command"
        document = await here.document(OFFICER)
        sha = hashlib.sha256(content).hexdigest()
        assert (document["size"], document["sha256"], document["scan"]) == (len(content), sha, "not_scanned")
        for who in (TCD, OFFICER):
            read = await here.read(who, document["document_id"])
            assert (read.status_code, read.content == content) == (200, True)
            said = read.headers
            assert said["content-disposition"] == 'attachment; filename="ACSG-2026-TCD-001-1.pdf"'
            assert (said["content-type"], said["x-content-type-options"], said["cache-control"]) == (
                "application/pdf", "nosniff", "no-store",
            )  # fmt: skip
            assert "sandbox" in said["content-security-policy"]
        absent = await here.read("fra-authority", "0198f000-0000-7000-8000-000000000001")
        for who in OUTSIDE:
            refused = await here.read(who, document["document_id"])
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
            assert refused.json()["code"] == absent.json()["code"], "foreign and absent alike"
            taken = await here.add(who, content, key=f"{who}-takes-it")
            assert (taken.status_code, taken.json()["code"]) == (404, "not_found")
        assert (await here.read(TCD, document["document_id"], here.alone)).status_code == 404, "a wrong circle"
        assert (await here.read(OFFICER, document["document_id"], here.alone)).status_code == 404, "a wrong thread"
        assert (await here.add(TCD, content, here.alone, key="to-the-others")).status_code == 404
        assert (await here.add(OFFICER, content, here.alone, key="to-its-own")).status_code == 201, "the control"
        assert len(here.files()) == 2


async def test_what_is_refused_leaves_neither_row_nor_bytes(postgres: Postgres, tmp_path: Path) -> None:
    async with room(postgres, tmp_path, "documents_refused") as here:
        html = await here.add(TCD, b"<script>", headers={"Content-Type": "text/html"})
        assert [one["code"] for one in html.json()["errors"]] == ["unknown_media_type"]
        empty = await here.add(TCD, b"")
        assert [one["code"] for one in empty.json()["errors"]] == ["empty_document"]
        long = await here.add(TCD, b"%PDF", title="x" * 400)
        assert (long.status_code, [one["pointer"] for one in long.json()["errors"]]) == (422, ["/parameters/title"])

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(MOST_BYTES // 1_000_000 + 1):
                yield bytes(1_000_000)

        large = await here.add(TCD, endless())
        assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
        told = await here.add(TCD, bytes(MOST_BYTES + 1))
        assert told.status_code == 413

        async def cut() -> AsyncIterator[bytes]:
            yield b"half of it"
            raise ConnectionError

        assert (await here.add(TCD, cut())).status_code == 500
        messages = await here.http.get(f"/threads/{here.with_state}/messages", headers=as_(TCD))
        assert (messages.json()["messages"], here.files()) == ([], [])
        full = bytes(MOST_BYTES)
        assert (await here.add(TCD, full)).status_code == 201, "the control: as large as it may be"


async def test_a_kill_between_bytes_and_row_leaves_no_document(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(postgres, tmp_path, "documents_killed") as here:
        await here.add(TCD, b"%PDF whole", key="comes-whole")

        class Killed(BaseException):
            """As a signal ends it: nothing is tidied up."""

        async def killed(*_: Any) -> Any:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(documents, "answered", killed)
            with pytest.raises(Killed):
                await here.add(TCD, b"%PDF lost", key="is-killed")
        assert len(here.files()) == 2, "its bytes were there"
        messages = (await here.http.get(f"/threads/{here.with_state}/messages", headers=as_(TCD))).json()["messages"]
        assert len(messages) == 1, "and nobody is told of it"
        sweep = Sweeping(here.service.database, Directory(here.folder))
        await sweep.look()
        assert len(here.files()) == 2, "an upload of lately may still be going on"
        for path in here.files():
            os.utime(path, (time.time() - 200_000,) * 2)
        await sweep.look()
        (kept,) = here.files()
        assert kept.name == messages[0]["document"]["document_id"]
        assert (await here.add(TCD, b"%PDF lost", key="is-killed")).status_code == 201, "sent again it comes"


async def test_what_a_scanner_finds_or_cannot_look_at_is_held_with_words(postgres: Postgres, tmp_path: Path) -> None:
    async with scanner() as one, room(postgres, tmp_path, "documents_scanned", scanner=one.address) as here:
        for key, content, scan, because, status in (
            ("comes-clean", b"%PDF good", "clean", None, 200),
            ("was-found-1", b"%PDF " + EICAR, "held", "found", 409),
        ):
            assert (await here.add(TCD, content, key=key)).status_code == 201
            document = await here.document()
            assert (document["scan"], document["held_because"]) == (scan, because)
            for who in (TCD, OFFICER):
                read = await here.read(who, document["document_id"])
                assert read.status_code == status
                assert status == 200 or read.json()["code"] == "document_held"
    async with room(postgres, tmp_path, "documents_unscanned", scanner=one.address) as here:
        assert (await here.add(TCD, b"%PDF good")).status_code == 201
        document = await here.document()
        assert (document["scan"], document["held_because"]) == ("held", "scanner_away")
        refused = await here.http.get(f"/threads/{here.with_state}/documents/{document['document_id']}",
                                      headers=as_(TCD) | {"Accept-Language": "fr"})  # fmt: skip
        assert (refused.status_code, "remis" in refused.json()["detail"]) == (409, True)


async def test_a_deployment_without_a_folder_takes_none_and_says_so(postgres: Postgres, tmp_path: Path) -> None:
    async with room(postgres, tmp_path, "documents_none", documents_folder="") as here:
        refused = await here.add(TCD, b"%PDF")
        assert (refused.status_code, refused.json()["code"]) == (409, "no_documents_here")
        assert (await here.add("fra-authority", b"%PDF")).status_code == 404


async def test_the_file_of_a_case_has_what_its_reader_may_read(postgres: Postgres, tmp_path: Path) -> None:
    async with scanner() as one, room(postgres, tmp_path, "case_files", scanner=one.address) as here:
        raw = b"%PDF " + os.urandom(500_000)
        await here.add(TCD, raw, key="from-the-state")
        await here.add(TCD, b"%PDF " + EICAR, key="was-found-in")
        await here.add(OFFICER, b"%PDF alone", here.alone, key="among-officers")

        async def read(who: str, about: str = here.about) -> httpx.Response:
            return await here.http.get(f"/case-files/{about}", headers=as_(who))

        answer = await read(TCD)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        assert answer.headers["content-disposition"] == 'attachment; filename="ACSG-2026-TCD-001.zip"'
        with ZipFile(BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            assert set(archive.namelist()) == {
                "index.json", "threads/requester/messages.jsonl", "threads/requester/00001.pdf",
            }  # fmt: skip
            assert archive.read("threads/requester/00001.pdf") == raw
            (thread,) = json.loads(archive.read("index.json"))["threads"]
            good, held = thread["documents"]
            assert (good["sha256"], good["file"]) == (hashlib.sha256(raw).hexdigest(), "threads/requester/00001.pdf")
            assert (held["held_because"], held["file"]) == ("found", None)
            lines = archive.read("threads/requester/messages.jsonl").decode().splitlines()
            assert [json.loads(line)["number"] for line in lines] == [1, 2]
        with ZipFile(BytesIO((await read(OFFICER)).content)) as archive:
            assert archive.read("threads/secretariat/00001.pdf") == b"%PDF alone", "the control: officers read both"
        for who in OUTSIDE:
            refused = await read(who)
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
        assert (await read(TCD, "0198f000-0000-7000-8000-000000000001")).status_code == 404
