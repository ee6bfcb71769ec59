"""Things of every kind behind the interfaces, and as whom each operation is asked about which of them."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from services.delivery import actions
from services.delivery.settings import DeliverySettings
from services.delivery.storage.repository import EngagementRepository
from services.delivery.storage.tables import runtime as delivery_runtime
from services.dialogue.actions.practice import EXAMPLE
from services.dialogue.domain import review as reviewing
from services.dialogue.domain import thread as domain
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.reviews import ReviewRepository
from services.dialogue.storage.tables import runtime as dialogue_runtime
from services.dialogue.storage.threads import ThreadRepository
from services.intake.actions.declare_crisis import EXAMPLE as DECLARED
from services.intake.actions.raise_warning import EXAMPLE as SIGNALLED
from services.matching.domain import need
from services.matching.domain.allocation import AllocationPlan
from services.matching.settings import MatchingSettings
from services.matching.storage.allocations import AllocationRepository
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import runtime
from services.roster.domain.imported import ImportedRow, WordOnRow
from services.roster.settings import RosterSettings
from services.roster.storage.imports import ImportRepository, StoredRow
from services.roster.storage.tables import runtime as roster_runtime
from shared.contracts.shapes.review import ReviewedPeriod
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.shapes.thread import AboutThing
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.identifiers import new_id
from tests.support.bodies import offer_body, request_body
from tests.support.calls_for_action import asked_of_calls_for_action
from tests.support.engagements import of_made_up_match
from tests.support.initiatives import asked_of_initiatives
from tests.support.interface_assessments import assessments
from tests.support.interface_commitments import commitments, national_plans
from tests.support.interface_organisations import experts, organisations
from tests.support.interfaces import Interfaces
from tests.support.liaisons import asked_of_liaisons
from tests.support.meetings import meeting_body
from tests.support.packages import package_body
from tests.support.peer_links import asked_of_links
from tests.support.projects import project_body
from tests.support.reports import OPERATIONS, stored

Asked = dict[str, tuple[str, dict[str, str]]]
"""Operation -> (actor, path parameters); ``*`` is for those that are not named."""
STATE, OFFERER, OFFICER, OBSERVER = "tcd-authority", "fra-authority", "wca-officer", "integrator-observer"
GENEVA, RECEIVER = "geneva-officer", "esa-service"
PARTY = "iso3166:TCD"
IN_2050 = {"starts_at": "2050-03-25T09:00:00Z", "ends_at": "2050-03-25T11:30:00Z", "registration_closes_at": None}
DEAD_END = "http://127.0.0.1:1/hook"


def _request(at: Interfaces) -> str:
    return str(at.call(STATE, "intake", "POST", "/support-requests", request_body()).json()["request_id"])


def intake(at: Interfaces) -> Asked:
    """Requests, each operation that changes the state having one of its own."""
    mine = {"read_request", "read_version", "revise_request", "give_consent", "withdraw_consent", "withdraw_request",
            "read_request_workbook"}  # fmt: skip
    asked: Asked = {name: (STATE, {"request_id": _request(at)}) for name in mine}
    asked |= {name: (OFFICER, {"request_id": _request(at)}) for name in ("share_feedback", "decide_request")}
    order = {"country": "iso3166:SEN", "receiving": "esa", "on": "2050-01-01", "reason": "Reorganised"}
    handover = {"handover_id": at.call(GENEVA, "intake", "POST", "/handovers", order).json()["handover_id"]}
    asked |= {"order_handover": (GENEVA, {}), "read_handovers": (GENEVA, {}), "read_handover": (GENEVA, handover)}
    asked |= dict.fromkeys(("open_handover", "take_items"), (RECEIVER, handover))
    asked |= {"call_back_handover": (GENEVA, handover), "read_taken": (RECEIVER, {})}
    asked |= {"declare_crisis": (OFFICER, {})} | {
        f"{name}_crisis": (STATE if name == "say_on" else OFFICER, _crisis(at))
        for name in ("read", "say_on", "review", "end")
    }
    asked |= {"raise_warning": (OFFICER, {}), "list_warnings": (OFFICER, {})} | {
        f"{name}_warning": (OFFICER, _warning(at, n)) for n, name in enumerate(("read", "take_up", "set_aside"), 2)
    }
    return asked | assessments(at) | commitments(at) | national_plans(at) | {"*": (STATE, {})}


def _warning(at: Interfaces, month: int) -> dict[str, str]:
    """A warning that is open; its month makes its signal one of its own."""
    said = {"signal": {**SIGNALLED["signal"], "month": f"2026-{month:02}"}}
    return {"warning_id": at.call(OFFICER, "intake", "POST", "/warnings", said).json()["warning_id"]}


def _crisis(at: Interfaces) -> dict[str, str]:
    """A crisis of the State's."""
    said = {**DECLARED, "states": [PARTY]}
    return {"crisis_id": at.call(OFFICER, "intake", "POST", "/crises", said).json()["crisis_id"]}


def roster(at: Interfaces) -> Asked:
    """Offers, likewise."""

    def offer() -> str:
        return str(at.call(OFFERER, "roster", "POST", "/support-offers", offer_body()).json()["offer_id"])

    changes = ("read_offer", "experts_of_offer", "revise_offer", "confirm_offer", "withdraw_offer")
    asked: Asked = {name: (OFFERER, {"offer_id": offer()}) for name in changes} | {"*": (OFFERER, {})}
    rows = asyncio.run(_take_in(at.databases["roster"]))
    of_rows = ("correct_row", "release_row", "reject_row", "answer_row", "read_imported_row")
    asked |= {name: (OFFERER, {"entry_id": one}) for name, one in zip(of_rows, rows, strict=True)}
    return asked | projects(at, offer) | packages(at) | experts(at) | organisations(at)


def packages(at: Interfaces) -> Asked:
    """Packages of support of one's own, one for each operation."""
    found: Asked = {"prepare_package": (OFFERER, {}), "list_packages": (OFFERER, {})}
    each = ("read_package", "read_package_version", "offer_in_mind", "revise_package", "confirm_package", "withdraw_package",
            "offer_from_package")  # fmt: skip
    for name in each:
        made = at.call(OFFERER, "roster", "POST", "/support-packages", package_body()).json()
        found[name] = (OFFERER, {"package_id": made["package_id"]})
    return found


PROJECTS: Mapping[str, tuple[str, str]] = {
    "read_project": (OFFERER, "open"), "open_project": (OFFICER, "proposed"), "decline_project": (OFFICER, "proposed"),
    "close_project": (OFFICER, "open"), "attach_offer": (OFFERER, "open"), "detach_offer": (OFFERER, "open"),
    "volunteer_as_champion": (OFFERER, "open"), "answer_volunteer": (OFFICER, "open"), "ask_project_champion": (OFFICER, "open"),
    "answer_as_project_champion": (OFFERER, "open"),
}  # fmt: skip
"""Operation on a thematic project -> who asks, and how far that has come."""


def projects(at: Interfaces, offer: Callable[[], str]) -> Asked:
    """Thematic projects at that point, each with an offer where one is taken back."""
    found: Asked = {"propose_project": (OFFERER, {}), "list_projects": (OFFERER, {})}
    for name, (actor, status) in PROJECTS.items():
        by = OFFICER if status == "open" else OFFERER
        one = at.call(by, "roster", "POST", "/thematic-projects", project_body()).json()["project_id"]
        found[name] = (actor, {"project_id": one})
        if name == "detach_offer":
            tied = offer()
            at.call(OFFERER, "roster", "POST", f"/thematic-projects/{one}/offers", {"offer_id": tied})
            found[name] = (actor, {"project_id": one, "offer_id": tied})
    return found


async def _take_in(url: str) -> list[str]:
    """Rows of a roster in quarantine, as a worker would have left them."""
    clock = SystemClock()
    database = Database(RosterSettings(database_url=url.partition("?")[0]), roster_runtime, clock)
    found = [
        ImportedRow(
            entry_id=new_id(clock), import_id=new_id(clock), owner="iso3166:FRA", region="wca", source="Test", sheet="", number=n,
            status="quarantined", party="iso3166:FRA", body={}, history=(WordOnRow(at=clock.now(), by="iso3166:FRA", what="taken"),),
        )
        for n in range(5)
    ]  # fmt: skip
    async with database.unit_of_work(ByClock("test")) as uow:
        kept = [StoredRow(one, one.entry_id.encode(), one.entry_id.encode()) for one in found]
        await ImportRepository(uow.connection).keep_rows(kept)
    await database.dispose()
    return [one.entry_id for one in found]


async def _know(url: str, request: dict[str, Any], offer: dict[str, Any]) -> None:
    """What matching would have heard on the bus."""
    database = Database(MatchingSettings(database_url=url.partition("?")[0]), runtime, SystemClock())
    async with database.unit_of_work(ByClock("test")) as uow:
        board, state = BoardRepository(uow.connection), SupportRequestState.model_validate(request)
        await board.know_request(state, 3)
        await board.keep_need(state.request_id, need.of_request(state.content.lines), 1)
        await board.know_offer(SupportOfferState.model_validate(offer), 1)
    await database.dispose()


def matching(at: Interfaces) -> Asked:
    """A request in line with agreement, an offer, and matches that wait for their offer's owner."""
    asked: Asked = {}
    counters = ("withdraw_counter", "take_counter", "keep_proposal")
    of_matches = ("read_match", "consult", "answer_match", "counter_match", *counters, "confirm", "withdraw")
    for name in ("rank_offers", "seek_offers", *of_matches):
        where = f"/support-requests/{_request(at)}"
        at.call(OFFICER, "intake", "POST", f"{where}/decision", {"in_line": True, "reason": "Complete"})
        request = at.call(STATE, "intake", "PUT", f"{where}/consent", {"fields": ["title"]}).json()
        offer = at.call(OFFERER, "roster", "POST", "/support-offers", offer_body()).json()
        asyncio.run(_know(at.databases["matching"], request, offer))
        line = {"request_id": request["request_id"], "request_line_id": "1", "offer_id": offer["offer_id"],
                "offer_line_id": "experts", "covers": {"amount": "1", "unit": "packages"},
                "quantity": {"amount": "1", "unit": "packages"}}  # fmt: skip
        found = at.call(OFFICER, "matching", "POST", "/matches", {"lines": [line], "reason": "Fits"}).json()
        where_of = {"request_id": request["request_id"]} if "offers" in name else {"match_id": found["match_id"]}
        where_of |= {"counter_id": found["match_id"]} if name in counters else {}
        own_word = name in {"answer_match", "counter_match", "withdraw_counter"}
        asked[name] = (STATE if own_word else OFFICER, where_of)
    for name in ("read_call", "see_call", "answer_call", "close_call", "recall_call"):
        where = f"/support-requests/{_request(at)}"
        at.call(OFFICER, "intake", "POST", f"{where}/decision", {"in_line": True, "reason": "Complete"})
        request = at.call(STATE, "intake", "PUT", f"{where}/consent", {"fields": ["title"]}).json()
        asyncio.run(_know(at.databases["matching"], request, offer))
        said = {"approached": ["iso3166:FRA"]}
        call = at.call(OFFICER, "matching", "POST", f"{where}/solicitations", said).json()
        by_party = name in {"see_call", "answer_call"}
        asked[name] = (OFFERER if by_party else OFFICER, {"call_id": call["solicitation_id"]})
    plans = ("read_plan", "keep_plan", "take_suggestion", "set_aside")
    made = asyncio.run(_planned(at.databases["matching"]))
    asked |= {name: (OFFICER, {"plan_id": one}) for name, one in zip(plans, made, strict=True)}
    return asked | {"*": (OFFICER, {})}


async def _planned(url: str) -> list[str]:
    """Plans, as the worker would have left them."""
    clock = SystemClock()
    database = Database(MatchingSettings(database_url=url.partition("?")[0]), runtime, clock)
    found = [
        AllocationPlan(plan_id=new_id(clock), region="wca", status="made", asked_by="officer", asked_at=clock.now())
        for _ in range(4)
    ]
    async with database.unit_of_work(ByClock("test")) as uow:
        for one in found:
            await AllocationRepository(uow.connection).add(one)
    await database.dispose()
    return [one.plan_id for one in found]


def notifications(at: Interfaces) -> Asked:
    """Mailboxes with everything that hangs on them, filters, endpoints; those that end have one of their own."""

    def hook() -> dict[str, str]:
        body = {"url": DEAD_END, "event_types": ["acsg.public.support-request-published"]}
        return {"webhook_id": at.call(OBSERVER, "notifications", "POST", "/webhooks", body).json()["webhook_id"]}

    def mailbox(number: int) -> str:
        body = {"email": f"box-{number}@example.org", "language": "fr"}
        return str(at.call(STATE, "notifications", "POST", f"/directory/{PARTY}/mailboxes", body).json()["mailbox_id"])

    def saved(number: int) -> dict[str, str]:
        body = {"name": f"Filter {number}", "filter": {"areas": ["registration"]}}
        found = at.call(STATE, "notifications", "POST", f"/directory/{PARTY}/filters", body).json()
        return {"filter_id": found["filter_id"]}

    def token() -> dict[str, str]:
        body = {"name": "Nightly", "scopes": ["read"]}
        return {"token_id": at.call(OBSERVER, "notifications", "POST", "/tokens", body).json()["token_id"]}

    box, going = mailbox(1), mailbox(2)
    subscription = {"name": "Registration", "filter": {"areas": ["registration"]}}
    kept = at.call(STATE, "notifications", "POST", f"/mailboxes/{box}/subscriptions", subscription).json()
    hooks = ("read", "change", "end", "rotate", "pause", "enable", "replay", "test")
    boxes = ("read_mailbox", "change_mailbox", "read_preferences", "put_preferences", "drop_preferences", "subscribe",
             "list_subscriptions", "list_mutes", "add_mute", "end_mute")  # fmt: skip
    parties = ("put_address", "read_address", "list_mailboxes", "add_mailbox", "read_party_preferences",
               "put_party_preferences", "list_filters", "save_filter")  # fmt: skip
    asked: Asked = {f"{name}_webhook": (OBSERVER, hook()) for name in hooks}
    asked |= {name: (STATE, {"mailbox_id": box}) for name in boxes} | {
        "remove_mailbox": (STATE, {"mailbox_id": going}),
        "unsubscribe": (
            STATE,
            {"mailbox_id": box, "subscription_id": kept["subscriptions"][0]["subscription_id"]},
        ),
    }
    asked |= {name: (STATE, {"party": PARTY}) for name in parties}
    asked |= {f"{name}_filter": (STATE, saved(n)) for n, name in enumerate(("read", "change", "drop"))}
    asked |= {f"{name}_token": (OBSERVER, token()) for name in ("read", "revoke")}
    officers = ("list_channels", "mute_channel", "unmute_channel", "test_channel")
    asked |= {name: (OFFICER, {}) for name in officers}
    asked |= {name: (OBSERVER, {}) for name in ("add_webhook", "list_webhooks", "read_lag", "add_token", "list_tokens")}
    return asked | {"*": (STATE, {})}


def gateway(_: Interfaces) -> Asked:
    """Nothing of its own beside GraphQL."""
    return {"*": (OFFICER, {})}


def dialogue(at: Interfaces) -> Asked:
    """Meetings, each operation that changes one having its own."""

    def meeting() -> dict[str, str]:
        made = at.call(OFFICER, "dialogue", "POST", "/meetings", meeting_body(**IN_2050))
        return {"meeting_id": made.json()["meeting_id"]}

    threads: Asked = {
        name: (OFFICER if name == "withdraw_question" else STATE, asyncio.run(_thread(at.databases["dialogue"])))
        for name in ("read_thread", "read_messages", "send_message", "add_document", "read_document", "read_case_file", "ask_question", "answer_question",
                     "withdraw_question", "read_up_to")
    }  # fmt: skip

    def practice() -> dict[str, str]:
        made = at.call(OFFICER, "dialogue", "POST", "/good-practices", EXAMPLE | {"country": PARTY})
        return {"practice_id": made.json()["practice_id"]}

    threads |= {f"{name}_practice": (STATE, practice()) for name in ("read", "answer", "review", "retract")}
    threads |= {
        name: (
            STATE if name in {"propose_in_review", "withdraw_proposal"} else OFFICER,
            asyncio.run(_review(at.databases["dialogue"], until, number)),
        )
        for number, (name, until) in enumerate(REVIEWED.items())
    }
    threads |= {"ask_for_review": (STATE, {}), "list_reviews": (STATE, {})}
    threads |= {"open_report": (OFFICER, {}), "list_editions": (OFFICER, {})} | {
        name: (OFFICER, asyncio.run(stored(at.databases["dialogue"], frozen=frozen)))
        for name, frozen in OPERATIONS.items()
    }
    threads["reword_practice"] = (OFFICER, practice())
    threads |= asked_of_links(at, STATE, OFFICER) | asked_of_initiatives(at, STATE, OFFICER)
    threads |= asked_of_liaisons(at, OFFICER) | asked_of_calls_for_action(at, STATE, OFFICER)
    changes = ("change_meeting", "cancel_meeting", "choose_meeting_moderators", "record_meeting", "convene_next")
    own = ("answer_invitation", "volunteer_to_moderate", "withdraw_volunteering", "report_action")
    threads |= {name: (STATE if name in own else OFFICER, meeting()) for name in ("read_meeting", *changes, *own)}
    return threads | {"list_meetings": (STATE, {}), "*": (OFFICER, {})}


REVIEWED = {
    "read_review": "asked", "open_review": "asked", "decline_review": "asked", "consult_on_review": "opened",
    "propose_in_review": "consulting", "withdraw_proposal": "consulting", "conclude_review": "over",
}  # fmt: skip
"""Operation on a review -> how far that has come."""


async def _review(url: str, until: str, number: int) -> dict[str, str]:
    """A review that somebody asked for, with a proposal of the State where it is consulted."""
    clock = SystemClock()
    database = Database(DialogueSettings(database_url=url.partition("?")[0]), dialogue_runtime, clock)
    async with database.unit_of_work(ByClock("test")) as uow:
        reviews, now = ReviewRepository(uow.connection), clock.now()
        before = now - timedelta(days=9) if until == "over" else now
        state = reviewing.asked(await reviews.begun(new_id(clock), "wca", before), "iso3166:CMR", None, "Late", "en")
        proposal, day = new_id(clock), date(2001 + number, 1, 1)
        if until != "asked":
            state = reviewing.opened(state, ReviewedPeriod(from_on=day, until_on=day), "A day", "en", (), (), before)
        if until in {"consulting", "over"}:
            last = before.date() if until == "over" else date(2050, 1, 1)
            said = reviewing.ProposedChange(PARTY, "8", "en", "Sooner")
            state = reviewing.proposed(reviewing.consulting(state, last, before), said, proposal, before)
        await reviews.add(state)
    await database.dispose()
    return {"review_id": state.review_id, "proposal_id": proposal}


async def _thread(url: str) -> dict[str, str]:
    """A thread as a request would have opened it, with a question to the State."""
    clock = SystemClock()
    database = Database(DialogueSettings(database_url=url.partition("?")[0]), dialogue_runtime, clock)
    async with database.unit_of_work(ByClock("test")) as uow:
        threads, now = ThreadRepository(uow.connection), clock.now()
        about = AboutThing(kind="request", item_id=new_id(clock), reference="ACSG-2026-TCD-001")
        state = domain.opened(new_id(clock), about, "requester", "wca", [(PARTY, "requester")], now)
        await threads.add(state, 1)
        ids = (new_id(clock), new_id(clock))
        written = domain.Written("question", "unhcr-bureau:wca", "How will it last?", "en")
        state, message = domain.asked(state, written, "requester", date(2050, 1, 1), ids, now)
        await threads.save(state, 2)
        await threads.add_message(state.thread_id, message)
    await database.dispose()
    return {"thread_id": state.thread_id, "question_id": ids[1], "about": about.item_id}


async def _engage(url: str) -> str:
    """An engagement as a confirmed match would have opened it; its identifier."""
    clock = SystemClock()
    database = Database(DeliverySettings(database_url=url.partition("?")[0]), delivery_runtime, clock)
    async with database.unit_of_work(ByClock("test")) as uow:
        engagements = EngagementRepository(uow.connection)
        reference = await engagements.next_reference("wca", clock.now().year)
        state = of_made_up_match(new_id(clock), new_id(clock), reference, clock.now())
        await engagements.add(state)
    await database.dispose()
    return state.engagement_id


def delivery(at: Interfaces) -> Asked:
    """Engagements under discussion, each operation having one of its own."""
    officers = {"ask_champion", "close_engagement", "evaluate_as_secretariat"}
    ofone = [one.handler.__name__ for one in (getattr(actions, name) for name in actions.__all__)]
    named = [*ofone, "read_engagement", "read_contacts", "read_record"]
    asked: Asked = {
        name: (
            OFFICER if name in officers else STATE,
            {"engagement_id": asyncio.run(_engage(at.databases["delivery"]))},
        )
        for name in named
    }
    return asked | {"*": (STATE, {})}


THINGS = {
    "delivery": delivery,
    "dialogue": dialogue,
    "intake": intake,
    "roster": roster,
    "matching": matching,
    "notifications": notifications,
    "gateway": gateway,
}
