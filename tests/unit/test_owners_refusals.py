"""An owner's own refusal reaches the caller with its status, code, words and faults, whatever the status (WM 6)."""

from typing import Any

import httpx
import orjson
import pytest
from fastapi import Response

from services.gateway.graphql.errors import _extensions
from services.gateway.http.owners import Forwarded, Owners
from services.gateway.http.refusals import refusal
from services.gateway.settings import GatewaySettings
from shared.modalities.errors import (
    Conflict,
    Elsewhere,
    Fault,
    Invalid,
    ModalityError,
    NotFound,
    NotPermitted,
    Refusal,
    Retryable,
    Stale,
    Unauthenticated,
    VersionNeeded,
)
from shared.modalities.paragraphs import P6, P17
from shared.runtime.clock import SystemClock
from shared.runtime.http.problems import STATUS, TITLES, problem, problem_of
from shared.runtime.http.rates import TooMany

OURS: tuple[ModalityError, ...] = (
    Unauthenticated("invalid_token", "The bearer token is not acceptable"),
    NotPermitted("not_permitted", "An officer cannot agree in the State's name", P17),
    NotFound("not_found", "There is no such request"),
    Conflict("no_consent", "There is no agreement of this State to withdraw", P17),
    Elsewhere("esa", "Request ACSG-2026-SDN-001", P6),
    Stale("stale", "It is version 4 now"),
    VersionNeeded("Say on which version you decided", "/support-requests/1"),
    Invalid((Fault("/urgency", "say why", "urgency_needed"), Fault("/lines", "none", "too_short"))),
    TooMany("too_many_requests", "At most 60 requests in 60 s", 17.2),
    Retryable("database_away", "The database does not answer", 3),
)
BARE = (400, 405, 413, 415, 500)
ANSWERS = [(type(one).__name__, problem_of(one, "/x")) for one in OURS]
ANSWERS += [(str(n), problem(n, TITLES[n].lower().replace(" ", "_"), f"Words of {n}", "/x")) for n in BARE]


def owners(answer: Response | httpx.Response) -> Owners:
    """Owners that all answer so."""

    def say(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(answer.status_code, content=bytes(answer.body), headers=dict(answer.headers))

    settings = GatewaySettings(database_url="postgresql://nowhere/none", mode="production")
    return Owners(settings, SystemClock(), httpx.AsyncClient(transport=httpx.MockTransport(say)))


async def asked(answer: Response | httpx.Response) -> ModalityError:
    with pytest.raises(ModalityError) as refused:
        await owners(answer).ask("intake", "/x", {}, Forwarded(None, ""))
    return refused.value


def test_every_status_is_tried() -> None:
    assert {answer.status_code for _, answer in ANSWERS} >= set(STATUS.values()) | set(TITLES)


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
async def test_a_refusal_of_a_question_is_the_owners_own(name: str, answer: Response) -> None:
    said: dict[str, Any] = orjson.loads(bytes(answer.body))
    refused = await asked(answer)
    assert isinstance(refused, Refusal)
    assert (refused.detail, refused.paragraph and refused.paragraph.number) == (said["detail"], said.get("paragraph"))
    shown = _extensions(refused)
    assert (shown["code"], shown["status"], shown.get("faults", [])) == (
        said["code"], answer.status_code, said.get("errors", [])
    )  # fmt: skip
    waits = answer.headers.get("Retry-After")
    assert shown.get("retryAfter") == (int(waits) if waits else None)
    again = problem_of(refused, "/x")
    assert (again.status_code, again.headers.get("Retry-After")) == (answer.status_code, waits)
    assert orjson.loads(bytes(again.body)).get("errors") == said.get("errors")


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
async def test_a_refusal_of_a_command_is_the_owners_own(name: str, answer: Response) -> None:
    done = await owners(answer).command("intake", "POST", "/x", {}, Forwarded(None, ""), "key-0001")
    assert (done.status, done.body) == (answer.status_code, orjson.loads(bytes(answer.body)))
    waits = answer.headers.get("Retry-After")
    assert done.retry_after_s == (int(waits) if waits else None)


@pytest.mark.control
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, text="<html>Bad gateway</html>"), httpx.Response(404, json=["nothing"]),
        httpx.Response(200, text="hello"), httpx.Response(200, json=[1]), httpx.Response(307, headers={"Location": "/"}),
        httpx.Response(413, json={"message": "somebody else's"}),
    ],
)  # fmt: skip
async def test_what_no_service_of_ours_says_is_an_owner_that_is_away(answer: httpx.Response) -> None:
    refused = await asked(answer)
    assert (refused.code, isinstance(refused, Retryable)) == ("owner_away", True)
    done = await owners(answer).command("intake", "POST", "/x", {}, Forwarded(None, ""), "key-0001")
    assert (done.status, done.body["code"]) == (503, "owner_away")


async def test_done_without_words_is_done() -> None:
    done = await owners(httpx.Response(204)).command("intake", "DELETE", "/x", None, Forwarded(None, ""), "key-0001")
    assert (done.status, done.body) == (204, {})


def test_a_fault_without_a_place_is_told_all_the_same() -> None:
    assert refusal(422, {"errors": [{"message": "no"}]}).faults == (Fault("", "no", "invalid"),)
