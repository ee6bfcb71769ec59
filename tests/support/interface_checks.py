"""What schemathesis is told of our interfaces beside their documents; loaded by it, by name."""

import atexit
import contextlib
import functools
import itertools
import json
import math
import os
import re
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis import AuthContext, Case, CheckContext, GenerationMode, HookContext, Response
from schemathesis.checks import not_a_server_error
from schemathesis.generation.meta import TestPhase

from shared.runtime.http.asking import KEPT
from shared.workbooks.media_type import MEDIA_TYPE

TOKENS = "ACSG_TEST_TOKENS"
ROLES = "@roles"
"""In that file: tokens of every role, in place of one for each operation."""
OTHERS = "@others"
"""In that file, beside one for each operation: tokens of every role, each of which asks what was made by chance again."""
MOST = "@most"
"""Beside those: how many cases of an operation they ask again."""
_A_VERSION = re.compile(r'"[0-9]{1,9}"')
BEYOND = {
    "value_error": "rules between fields, and lists that are dated data: time zones",
    "unknown_country": "ISO 3166-1, which is dated data too",
    "not_a_country": "which scheme a party is of: events may hold more than bodies",
    "not_an_office": "likewise",
    "unknown_party": "the form of a party is wider than its schemes",
    "unknown_organisation": "organisations are dated data",
    "organisation_ended": "likewise",
    "organisations_awaited": "likewise",
    "not_an_organisation": "which scheme a party is of",
    "organisation_is_over": "organisations that went up in another one",
    "not_after_the_last": "names that an organisation has",
    "before_first_name": "likewise",
    "unknown_bureau": "bureaux are dated data",
    "unknown_language": "ISO 639, which is dated data too",
    "unknown_unit": "ISO 4217, which is dated data too",
    "unknown_time_zone": "the tz database, which is dated data too",
    "minor_units": "likewise: what a currency can be paid in",
    "offset_contradicts_zone": "likewise: what a zone's offset is at a moment",
    "year": "years that are plausible today",
    "nothing_seen": "what can be seen of a text, which Unicode says",
    "unknown_event_type": "the catalogue of events",
    "other_region": "bureaux have dated members, and handovers move countries",
    "unknown_deployment": "deployments are dated data",
    "same_deployment": "a handover goes elsewhere",
    "no_country": "of the parties countries alone move",
    "date_past": "today",
    "moment": "how far a moment may lie: no format of a schema says it",
    "unknown_paragraph": "paragraphs of the working modalities",
    "unknown_condition": "a filter is a language of its own: services/notifications/domain/filters.py",
    "empty": "likewise",
    "not_a_list": "likewise",
    "not_an_object": "likewise",
    "one_filter": "a filter or a saved one, not both",
    "unknown_filter": "things that exist",
    "unknown_request": "likewise",
    "unknown_assessment": "likewise",
    "unknown_assessed_line": "likewise",
    "unknown_commitment": "likewise",
    "unknown_national_plan": "likewise",
    "unknown_plan_line": "likewise",
    "unknown_request_line": "rules between fields",
    "forum_needed": "likewise",
    "measure_needed": "likewise",
    "party_changed": "likewise",
    "assessment_not_named": "rules between fields",
    "method_needed": "likewise",
    "last_day_needed": "a period of an assessment has an end",
    "unknown_offer": "likewise",
    "unknown_line": "likewise",
    "unknown_engagement": "likewise",
    "outside_audience": "likewise: whom States agreed to",
    "not_approached": "likewise: parties that a call asks",
    "asked_not_now": "parties that asked not to be asked before a day",
    "asks_itself": "States of a request",
    "no_offerer": "who offers is no office of UNHCR",
    "closes_out_of_time": "today",
    "date_needed": "an answer decides what goes with it",
    "reason_needed": "likewise",
    "not_of_this_answer": "likewise",
    "cursor": "places in a list that we gave out",
    "position_unknown": "likewise: positions of the stream",
    "out_of_reach": "moments between now and a limit that is a setting",
    "mute_out_of_bounds": "likewise",
    "pause_out_of_bounds": "likewise",
    "scope": "what is named depends on the scope",
    "nobody_acts": "another mailbox's preferences",
    "not_consentable": "what can be shown is the form of the request itself",
    "not_an_offerer": "which scheme a party is of",
    "opened_twice": "audiences, kinds and parties that contradict each other",
    "empty_audience": "likewise",
    "named_and_left_out": "likewise",
    "not_opened": "likewise",
    "public_leaves_nobody_out": "likewise",
    "stands_in_request": "the parties of the request",
    "parties_changed": "the parties of an offer are those it was listed with",
    "modes_contradict": "channel and delivery mode fit together",
    "unit_differs": "units of the lines named",
    "url_not_allowed": "hosts on the public internet",
    "no_party": "the form of a party in the path, where schemathesis is told which one",
    "in_the_past": "now: a meeting is convened before it begins",
    "out_of_order": "rules between moments",
    "place_needed": "the format of a meeting says whether it needs a place",
    "twice": "who stands in a list already",
    "unknown_place": "likewise: places of a request's text",
    "signatures_missing": "likewise: who has signed",
    "not_awaited": "likewise: parties whose word is awaited",
    "links_elsewhere": "likewise: links are of one paragraph",
    "not_named": "likewise: a link is of a recipient that the request names",
    "no_stakeholder": "a recipient's id is a stakeholder's",
    "named_twice": "likewise: who asks does not also support",
    "unknown_value": "deployments, parties and states of items are dated data: shared/contracts/filter_values.py",
    "parameter": "parameters that contradict each other: a decimal comma between commas",
    "not_taking_part": "who was invited to a meeting",
    "not_volunteered": "who volunteers to moderate a meeting",
    "unknown_action": "actions in the record of a meeting",
    "not_in_circle": "sides of the circle of a thread",
    "own_side": "likewise",
    "unknown_message": "messages of a thread",
    "empty_document": "a document of which there is something",
    "unknown_media_type": "kinds of files that a thread takes",
    "official_words_needed": "one wording of a practice at least is no machine's",
    "country_stands": "the country of a practice that is worded anew",
    "unknown_origin": "meetings, practices and engagements that its proposer may read",
    "two_parties_needed": "an officer alone proposes a link without being in it",
    "diagnosis_not_joint": "a diagnosis that two sides stand by",
    "follow_up_needed": "what the State took up of the round before",
    "pilot_needed": "an initiative of the kind pilot says more",
    "nobody_asked": "who is named, or all who are interested",
    "kind_answered": "a call that somebody answered",
    "no_amount_here": "the kind of a call for action",
    "not_a_currency": "units that are money",
    "unknown_report": "reports of one's own party that stand",
    "owed_settled": "what was not settled yet",
    "unknown_thing": "things that the officer may read",
    "its_state_names": "officers name nobody beside a State",
    "more_than_sample": "a count within its sample",
    "no_partner": "who stands in it by its own word",
    "recommendations_open": "recommendations that have an answer",
    "steps_open": "steps that are done",
    "unknown_practice": "practices of the State that it may read",
    "unknown_recommendation": "recommendations of the round before",
    "names_a_person": "what can only be a person in a line of words",
    "not_own_expert": "experts that a party listed",
    "overlaps": "days in a list already",
    "not_yet": "today",
    "before_its_start": "rules between days",
    "date_in_future": "today",
    "unknown_meeting": "meetings that their reader may read",
    "unknown_crisis": "crises that are declared",
    "unknown_warning": "warnings that are kept",
    "no_year": "days that are a calendar year",
    "period_to_come": "today",
    "not_made_of": "how many things a figure is made of",
    "shown_behind": "what everybody is shown",
    "group_too_small": "likewise: how many things a group has at least",
    "warning_judged": "which of them wait",
    "no_signal": "numbers that go together",
    "objects_and_shows": "who objects does not show",
    "unknown_proposal": "proposals of a review",
    "undecided": "likewise: those without a decision",
    "own_word": "who signs for itself shows no paper",
    "paper_needed": "likewise: who signs for another shows one",
    "other_unit": "units of the lines of an engagement",
    "other_line": "lines and deliveries of its plan",
    "unknown_delivery": "likewise",
    "unknown_milestone": "likewise",
    "milestone_met": "what was met is not moved",
    "delivery_reported": "what was reported on stays in the plan",
    "more_than_committed": "what the match committed",
    "no_money": "which line of an engagement is money",
    "number_needed": "how a milestone is measured",
    "workbook_unreadable": "what a workbook is",
    "workbook_not_ours": "likewise",
    "workbook_too_large": "likewise",
    "roster_unreadable": "what a file of a roster is",
    "roster_encoding": "likewise",
    "roster_no_columns": "likewise",
    "roster_too_long": "likewise",
    "unknown_column": "columns of the form of a roster",
    "source_needed": "a name of which something can be seen",
    "of_another_party": "whose roster a row is of",
    "goes_together": "rules between fields: a second plan is otherwise than a first one",
    "unknown_plan": "things that exist",
    "not_suggested": "lines of a plan",
    "words_needed": "rules between fields: what was otherwise, another reason",
}
"""Codes of faults that a body may have though its schema accepts it: why no schema can say it."""

schemathesis.serializer.alias(MEDIA_TYPE, "application/octet-stream")
schemathesis.serializer.alias("application/pdf", "application/octet-stream")

_case, _turn = itertools.count(), itertools.count()
_reading = httpx.Client(timeout=10, limits=KEPT)
"""One client for the versions that are read: a client of its own for each costs more than the calls."""
_again: Counter[str] = Counter()
_cases: Counter[str] = Counter()
"""By operation: how often it was asked by the other roles, and how many cases they were shown."""


@functools.cache
def _tokens() -> dict[str, Any]:
    """As the test wrote them before this began; every case asks several times."""
    found: dict[str, Any] = json.loads(Path(os.environ[TOKENS]).read_text())
    return found


def _who_asks(case: Case, _: AuthContext) -> str:
    """One token for an operation; where roles ask in turn, the next one for each case."""
    return str(next(_case)) if ROLES in _tokens() else str(case.operation.definition.raw["operationId"])


@schemathesis.auth(refresh_interval=None, cache_by_key=_who_asks)
class AsTheirActor:
    """Whoever may ask an operation asks it: tokens by operation, from a file that the test names; or every role in turn."""

    def get(self, case: Case, _: AuthContext) -> str:
        """The token of an operation; empty for nobody."""
        tokens = _tokens()
        if roles := tokens.get(ROLES):
            return str(roles[next(_turn) % len(roles)])
        return str(tokens.get(case.operation.definition.raw["operationId"], tokens["*"]))

    def set(self, case: Case, data: str, _: AuthContext) -> None:
        """Puts it on."""
        case.headers = case.headers or {}
        if data:
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_generate_case(context: HookContext, strategy: SearchStrategy[Case]) -> SearchStrategy[Case]:
    """Where roles ask in turn, an operation without parameters is asked as often as any other: once by each at least."""
    if ROLES not in _tokens():
        return strategy
    return st.tuples(strategy, st.integers(0, 10**6)).map(lambda both: both[0])


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Every command has a key of its own: a repeat under the same key would show nothing but the first answer."""
    if case.headers and len(str(case.headers.get("Idempotency-Key", ""))) >= 8:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    read = case.operation.definition.raw.get("x-acsg-version-read")
    if read is not None and _A_VERSION.fullmatch(str((case.headers or {}).get("If-Match", ""))):
        # A version of chance is refused and shows nothing more; the present one lets the body be looked at.
        where = case.operation.schema.get_base_url().rstrip("/") + read.format_map(case.path_parameters or {})
        known = {"Authorization": case.headers["Authorization"]} if "Authorization" in case.headers else {}
        with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL, KeyError):
            seen = _reading.get(where, headers=known)
            case.headers["If-Match"] = seen.headers.get("ETag", case.headers["If-Match"])


@schemathesis.check
def one_shape_of_refusals(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """Whatever is refused is refused by a problem document that says which status it is."""
    if response.status_code < 400 or case.operation.path.startswith("/mail/"):
        return None
    said = json.loads(response.content)
    assert said["status"] == response.status_code, said
    assert {"type", "title", "detail", "instance", "code"} <= set(said), said
    return None


@schemathesis.check
def nobody_is_turned_away(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """A case that meets the limit of requests shows nothing of the operation that it asks."""
    assert response.status_code != 429, response.text
    return None


OF_WHAT_STANDS = {
    "POST /drafts/{draft_id}/signing", "POST /drafts/{draft_id}/submission",
    "POST /roster/imported-rows/{entry_id}/release",
}  # fmt: skip
"""Operations that hold what stands already against the door: their faults are of its text, not of what was sent."""


@schemathesis.check
def faults_lie_beyond_the_schema(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """What the schema accepts is refused as faulty only on grounds that no schema can say."""
    if response.status_code != 422 or case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return None
    if case.operation.label in OF_WHAT_STANDS:
        return None
    faults = json.loads(response.content).get("errors", [])
    assert [fault for fault in faults if fault["code"] not in BEYOND and not _as_good(case, fault)] == []
    return None


OUTSIDE = {"headers", "parameters"}
"""First parts of pointers that name what of a request is no part of its body."""


@schemathesis.check
def faults_name_a_place_of_the_body(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """A pointer starts at the body that was sent, not at a part of it."""
    if response.status_code != 422 or not isinstance(case.body, dict) or case.operation.label in OF_WHAT_STANDS:
        return None
    fields = [field for body in case.operation.body for field in _fields(case, body.definition.get("schema", {}))]
    places = {*OUTSIDE, *case.body, *fields}
    firsts = {fault["pointer"].split("/")[1] for fault in json.loads(response.content)["errors"] if fault["pointer"]}
    assert firsts <= places, f"{sorted(firsts - places)} stand nowhere in the body"
    return None


@schemathesis.check
def whoever_asks(ctx: CheckContext, response: Response, case: Case) -> bool | None:
    """What one role asked by chance, every other one asks too: to make a body costs far more than to send it.

    Where operations follow each other roles take turns instead: what one has made the next one changes.
    """
    tokens, phase = _tokens(), None if case.meta is None else case.meta.phase.name
    roles = tokens.get(ROLES) or tokens.get(OTHERS, [])
    label, first = case.operation.label, case.headers.get("Authorization", "")
    if phase is TestPhase.STATEFUL or (OTHERS in tokens and phase is not TestPhase.FUZZING):
        return None
    if _cases[label] >= tokens.get(MOST, math.inf):
        return None
    _cases[label] += 1
    for token in [f"Bearer {token}" if token else "" for token in roles]:
        if token == first:
            continue
        again = case.derive()
        again.headers.pop("Authorization", None)
        if token:
            again.headers["Authorization"] = token
        answer = again.call()
        _again[label] += 1
        for manners in (
            not_a_server_error,
            one_shape_of_refusals,
            nobody_is_turned_away,
            faults_name_a_place_of_the_body,
        ):
            manners(ctx, answer, again)
    return None


@atexit.register
def _told() -> None:
    """How often at least an operation was asked by the other roles."""
    if _again:
        print(f"Again by others: {min(_again.values())} at least, of {len(_again)} operations")


def _fields(case: Case, schema: dict[str, Any]) -> list[str]:
    """Names of a body's fields."""
    documented = case.operation.schema.raw_schema.get("components", {}).get("schemas", {})
    named = documented.get(schema.get("$ref", "").rpartition("/")[2], schema)
    return [*named.get("properties", {})]


def _as_good(case: Case, fault: dict[str, Any]) -> bool:
    """A text of blanks alone is none, and 1.0 is no whole number, though a schema takes both for what they look like.

    What stands in the address is looked for there.
    """
    first, *rest = fault["pointer"].strip("/").split("/")
    asked = {**(case.path_parameters or {}), **(case.query or {})}
    said: Any = asked if first == "parameters" else case.body
    for part in rest if first == "parameters" else (first, *rest):
        try:
            said = said[int(part)] if isinstance(said, list) else said[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return False
    if fault["code"] in {"int_type", "int_from_float"}:
        return isinstance(said, float)
    return fault["code"] == "string_too_short" and isinstance(said, str) and said != said.strip()
