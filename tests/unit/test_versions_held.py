"""No silent overwrite: every change of a thing, by every service, names the version it was decided on (RFC 9110, 6585)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from graphql import GraphQLNonNull

from services.gateway.graphql.schema import build_schema
from shared.modalities.access.actions import SUBMIT_REQUEST
from shared.modalities.errors import Invalid, Stale, VersionNeeded
from shared.runtime.http.routes import route
from shared.runtime.http.versions import Held, at_the_door, expect_version, held
from tests.unit.test_one_error_shape import client, is_problem
from tests.unit.test_policy_rows import SERVICES, app_of

CHANGING = {"put", "patch", "delete", "post"}


def changes(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of everything that is no reading."""
    for path, methods in app.openapi()["paths"].items():
        for method, described in methods.items():
            if method in CHANGING and "x-acsg-action" in described:
                yield method.upper(), path, described


def unsaid(app: FastAPI) -> list[str]:
    """Changes that neither hold a version nor say why they hold none, or whose version nobody can read."""
    document, found = app.openapi()["paths"], []
    for method, path, described in changes(app):
        named = [one for one in described["parameters"] if one["name"] == "If-Match"]
        read, why = described.get("x-acsg-version-read"), described.get("x-acsg-no-version")
        readable = read is not None and "get" in document.get(read, {})
        if not (readable and named) and not (why and not named):
            found.append(f"{method} {path}")
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_every_change_names_its_version_or_says_why_it_has_none(service: str) -> None:
    app = app_of(service)
    assert unsaid(app) == []
    known = {"Authorization": "Bearer tcd-authority", "Idempotency-Key": "a-key-of-ours"}
    async with client(app) as http:
        for method, path, described in changes(app):
            (always,) = [one["required"] for one in described["parameters"] if one["name"] == "If-Match"] or [False]
            if not always:
                continue
            asked = re.sub(r"{\w+}", "x", path)
            for said in ({}, {"If-Match": "*"}):
                answer = await http.request(method, asked, headers=known | said)
                is_problem(answer, 428)
                assert answer.json()["code"] == "version_needed"
                assert answer.json()["read"] == re.sub(r"{\w+}", "x", described["x-acsg-version-read"])
            is_problem(await http.request(method, asked, headers=known | {"If-Match": "3"}), 422)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_a_planted_change_whose_version_nobody_can_read_is_found(method: str) -> None:
    router, app = APIRouter(), FastAPI()

    @route(router, method, "/notes/{note_id}/words", SUBMIT_REQUEST, summary="A note", answer="text/plain")
    async def planted(request: Request) -> Response:
        return Response()

    app.include_router(router)
    assert unsaid(app) == [f"{method} /notes/{{note_id}}/words"]


def asked(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "PUT", "path": "/notes/7", "headers": raw, "path_params": {"note_id": 7}})


@pytest.mark.control
def test_a_change_that_forgets_to_hold_its_version_is_undone() -> None:
    forgetful = asked(if_match='"1"')
    at_the_door(forgetful, Held("/notes/{note_id}"))
    with pytest.raises(LookupError):
        held(forgetful)
    expect_version(forgetful, 1)
    held(forgetful)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ('"2"', None), (' "1" , "2"', None), ('"1", W/"2"', Stale), ('W/"2"', Stale), ('"02"', Stale), ('"-2"', Stale),
        ("2", Invalid), ('"2', Invalid), ("", Invalid), (",", Invalid), ('"1" "2"', Invalid), ("*", VersionNeeded),
    ],
)  # fmt: skip
def test_only_the_present_version_lets_through(said: str, refused: type[Exception] | None) -> None:
    def run(request: Request) -> None:
        at_the_door(request, Held("/notes/{note_id}"))
        expect_version(request, 2)

    check: Callable[[], None] = lambda: run(asked(if_match=said))  # noqa: E731
    if refused is None:
        check()
    else:
        with pytest.raises(refused):
            check()


def test_what_may_be_made_needs_a_version_only_where_it_stands() -> None:
    rule = Held("/notes/{note_id}", may_make=True)
    for request, version, refused in (
        (asked(), None, None), (asked(), 3, VersionNeeded), (asked(if_match='"3"'), None, Stale),
        (asked(if_match='"3"'), 3, None),
    ):  # fmt: skip
        at_the_door(request, rule)
        if refused is None:
            expect_version(request, version)
        else:
            with pytest.raises(refused):
                expect_version(request, version)


def mutations() -> dict[str, Any]:
    """Every mutation of the gateway."""
    root = build_schema()._schema.mutation_type
    assert root is not None
    return dict(root.fields)


def test_over_graphql_every_change_takes_the_version_it_was_decided_on() -> None:
    """What makes, ends for good, marks or sends again names none: the routes behind say why."""
    without = {
        "submitSupportRequest", "makeSupportOffer", "seekOffers", "proposeMatch", "makePlan", "conveneMeeting", "proposePractice", "giveNotice", "markInbox", "retryDelivery",
        "sendMessage", "askQuestion", "askForReview", "declareCrisis", "raiseWarning", "openReport", "openNextEdition", "proposeInReview", "withdrawProposal", "proposeThematicProject", "wishPeerLink", "openInitiative", "openCallForAction", "recordLiaison", "prepareSupportPackage", "listExpert", "applyAsOrganisation", "planAssessment", "attachOffer", "detachOffer", "volunteerAsChampion", "readUpTo", "replayMails", "replayWebhook", "registerWebhook", "testWebhook", "createToken", "revokeToken",
        "openDraft", "commentDraft", "resolveDraftComment", "recordOwnCommitment", "confirmOwnCommitments", "recordNationalPlan", "orderHandover", "callBackHandover",
        "muteChannel", "unmuteChannel", "testChannel", "addCalendar", "endCalendar",
        "addMailbox", "subscribeMailbox", "unsubscribeMailbox", "muteMailbox", "endMute", "saveFilter",
    }  # fmt: skip
    found = {name for name, field in mutations().items() if "expectedVersion" not in field.args}
    assert found == without
    for name, field in mutations().items():
        if name not in without:
            assert isinstance(field.args["expectedVersion"].type, GraphQLNonNull), name
