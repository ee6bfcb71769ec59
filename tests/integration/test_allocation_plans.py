"""An officer plans over all open needs on the real database, and takes what is suggested into a proposal of their own (WM 6, 11)."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deploy.local.postgres import Postgres
from services.matching.actions import make_plan
from services.matching.plan.apart import made_apart
from services.matching.plan.maker import PlanMaker
from tests.support.boards import PlanDesk, gives, in_this_process, line, offer, one, plan_desk, request

pytestmark = pytest.mark.paragraph("11")
OFFICER, OTHERS = "wca-officer", ("esa-officer", "tcd-authority", "fra-authority", "integrator-observer")
PLANS = "/allocation-plans"


def parts(plan: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(x["reference"], part["reference"]): part["amount"] for x in plan["page"] for part in x["parts"]}


def said(request_id: str, offer_id: str, reason: str = "It fits best", line_id: str = "1") -> dict[str, str]:
    return {"request_id": request_id, "line_id": line_id, "offer_id": offer_id, "reason": reason}


async def needs(at: PlanDesk) -> None:
    """Three requests, one of them withheld, and two offers that do not reach for all."""
    await at.knows(
        request(1, line(amount="2")), request(2, line(), line("2", area="reception"), state="NER"),
        request(3, title="Withheld", shown=None), request(4, status="submitted"),
        offer(11, gives(amount="2")), offer(12, gives(amount="1"), party="iso3166:DEU"),
    )  # fmt: skip


@pytest.mark.clause("6.3")
async def test_an_officer_plans_compares_takes_and_sets_aside(postgres: Postgres, tmp_path: Path) -> None:
    async with plan_desk(postgres, tmp_path, "plans_walk") as at:
        await needs(at)
        plan = await at.makes(OFFICER, made_apart)
        where = f"{PLANS}/{plan['plan_id']}"
        assert (plan["status"], plan["optimal"], plan["requests"]) == ("made", True, 2), plan
        assert (plan["reached"]["covered"], plan["reached"]["lines"]) == (2, 3)
        assert {x["reference"] for x in plan["page"]} == {"ACSG-2026-TCD-001", "ACSG-2026-NER-002"}
        assert [x["why"] for x in plan["page"] if x["line_id"] == "2"] == ["no_possible_pair"]
        assert parts(plan) == {
            ("ACSG-2026-TCD-001", "OFFER-2026-FRA-011"): "2",
            ("ACSG-2026-NER-002", "OFFER-2026-FRA-012"): "1",
        }
        # The same inputs give the same plan; what was made of them before is not taken from any more.
        again = await at.makes(OFFICER)
        assert (again["digest"], parts(again)) == (plan["digest"], parts(plan))
        assert (await at.reads(OFFICER, where))["status"] == "superseded"
        late = await at.sends(OFFICER, f"{where}/proposals", said(one(1), one(11)))
        assert (late.status_code, late.json()["code"]) == (409, "plan_not_usable")
        where = f"{PLANS}/{again['plan_id']}"
        kept = await at.sends(OFFICER, f"{where}/keeping", {"reason": "Agreed in the bureau"})
        assert (kept.status_code, kept.json()["status"]) == (200, "kept"), kept.text

        other = await at.makes(OFFICER, compared_with=again["plan_id"], what_if={"withdraw_offers": [one(11)]})
        difference = other["difference"]
        assert (difference["covered"], difference["offers_that_change"]) == (-1, [one(11)])
        assert [x["request_id"] for x in difference["no_longer_covered"]] == [one(1)]

        taken = await at.sends(OFFICER, f"{where}/proposals", said(one(1), one(11)))
        assert taken.status_code == 200, taken.text
        match = await at.reads(OFFICER, f"/matches/{taken.json()['match_id']}")
        assert (match["proposal_reason"], match["lines"][0]["quantity"]["amount"]) == ("It fits best", "2")
        assert (match["status"], [x["answer"] for x in match["sides"]]) == ("reserving", ["pending", "pending"])
        aside = await at.sends(OFFICER, f"{where}/asides", said(one(2), one(12), "Niger asked for French speakers"))
        assert aside.status_code == 200, aside.text
        decided = (await at.reads(OFFICER, where))["decisions"]
        assert [(x["what"], x["match_id"], x["reason"]) for x in decided] == [
            ("taken", match["match_id"], "It fits best"), ("set_aside", None, "Niger asked for French speakers"),
        ]  # fmt: skip
        twice = await at.sends(OFFICER, f"{where}/asides", said(one(2), one(12)))
        assert (twice.status_code, twice.json()["code"]) == (409, "already_said")
        # A plan made now begins with what is proposed.
        third = await at.makes(OFFICER)
        (first,) = [x for x in third["page"] if x["request_id"] == one(1)]
        assert (first["open"], [x["proposed"] for x in first["parts"]]) == ("0", ["2"])
        again_proposed = await at.sends(OFFICER, f"{PLANS}/{third['plan_id']}/proposals", said(one(1), one(11)))
        assert again_proposed.json()["code"] == "already_proposed"
        actions = "select string_agg(action, ' ' order by id) from audit where action like 'allocation%' or action = 'match.propose'"
        assert (await at.scalar(actions)).split() == [
            "allocation.make", "allocation.make", "allocation.decide", "allocation.make", "match.propose", "allocation.decide",
            "allocation.decide", "allocation.make",
        ]  # fmt: skip
        # Nobody is told of a plan: of the bus it knows the proposal alone.
        assert await at.scalar("select count(*) from outbox where type like '%plan%' or type like '%allocation%'") == 0


async def test_what_a_suggestion_rests_on_is_held(postgres: Postgres, tmp_path: Path) -> None:
    async with plan_desk(postgres, tmp_path, "plans_held") as at:
        await needs(at)
        plan = await at.makes(OFFICER)
        where = f"{PLANS}/{plan['plan_id']}"
        await at.knows(request(2, line(), line("2", area="reception"), state="NER", title="Changed"), version=2)
        refused = await at.sends(OFFICER, f"{where}/proposals", said(one(2), one(12)))
        assert (refused.status_code, refused.json()["code"]) == (409, "plan_inputs_changed")
        assert "ACSG-2026-NER-002 is at version 2; the plan was made of version 1" in refused.text
        less = offer(11, gives(amount="2"))
        less = less.model_copy(update={"capacity": (less.capacity[0].model_copy(update={"remaining": Decimal(1)}),)})
        await at.knows(less, version=3)
        refused = await at.sends(OFFICER, f"{where}/proposals", said(one(1), one(11)))
        assert "OFFER-2026-FRA-011 is at version 3" in refused.text
        assert await at.scalar("select count(*) from match") == 0
        nothing = await at.sends(OFFICER, f"{where}/proposals", said(one(1), one(12)))
        assert (nothing.status_code, nothing.json()["errors"][0]["code"]) == (422, "not_suggested")
        stale = await at.sends(OFFICER, f"{where}/asides", said(one(1), one(11)), version=7)
        assert stale.status_code == 412


async def test_two_suggestions_of_one_request_and_offer_are_taken_one_after_the_other(
    postgres: Postgres, tmp_path: Path
) -> None:
    async with plan_desk(postgres, tmp_path, "plans_two") as at:
        await at.knows(request(1, line(), line("2")), offer(11, gives(amount="2")))
        plan = await at.makes(OFFICER)
        for line_id in ("1", "2"):
            taken = await at.sends(
                OFFICER, f"{PLANS}/{plan['plan_id']}/proposals", said(one(1), one(11), line_id=line_id)
            )
            assert taken.status_code == 200, taken.text


async def test_nobody_else_learns_of_a_plan(postgres: Postgres, tmp_path: Path) -> None:
    async with plan_desk(postgres, tmp_path, "plans_closed") as at:
        await needs(at)
        plan = await at.makes(OFFICER)
        where = f"{PLANS}/{plan['plan_id']}"
        for who in OTHERS:
            read = await at.http.get(where, headers={"Authorization": f"Bearer {who}"})
            listed = await at.http.get(PLANS, headers={"Authorization": f"Bearer {who}"})
            made = await at.sends(who, PLANS, {})
            took = await at.sends(who, f"{where}/proposals", said(one(1), one(11)), version=plan["version"])
            assert (read.status_code, took.status_code, made.status_code, listed.status_code) == (404, 404, 403, 403), (
                who
            )
        assert [x["plan_id"] for x in (await at.reads(OFFICER, PLANS))["plans"]] == [plan["plan_id"]]


async def test_one_plan_at_a_time_and_one_that_was_cut_off_is_made_anew(postgres: Postgres, tmp_path: Path) -> None:
    async with plan_desk(postgres, tmp_path, "plans_alone") as at:
        await needs(at)
        first = await at.sends(OFFICER, PLANS, {})
        second = await at.sends(OFFICER, PLANS, {})
        assert (second.status_code, second.json()["code"]) == (409, "plan_under_way")
        begun = asyncio.Event()

        async def endless(*_: Any) -> Any:
            begun.set()
            await asyncio.Event().wait()

        looking = asyncio.ensure_future(PlanMaker(at.service.database, at.settings, endless).look())
        await begun.wait()
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        assert (await at.reads(OFFICER, first.headers["Location"]))["status"] == "running"
        await PlanMaker(at.service.database, at.settings, in_this_process).look()
        assert (await at.reads(OFFICER, first.headers["Location"]))["status"] == "made"


async def test_bad_input_is_named_and_changes_nothing(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plan_desk(postgres, tmp_path, "plans_bad") as at:
        await needs(at)
        plan = await at.makes(OFFICER)
        for body, pointer, code in (
            ({"what_if": {}}, "/compared_with", "goes_together"),
            ({"compared_with": plan["plan_id"]}, "/what_if", "goes_together"),
            ({"compared_with": one(99), "what_if": {}}, "/compared_with", "unknown_plan"),
            (
                {"compared_with": plan["plan_id"], "what_if": {"weights": {"luck": 2}}},
                "/what_if/weights/luck",
                "unknown_code",
            ),
        ):
            refused = await at.sends(OFFICER, PLANS, body)
            faults = [(x["pointer"], x["code"]) for x in refused.json()["errors"]]
            assert (refused.status_code, faults) == (422, [(pointer, code)])
        # What only the planner can know is told by how the plan ends.
        ended = await at.makes(OFFICER, compared_with=plan["plan_id"], what_if={"withdraw_offers": ["nothing"]})
        assert (ended["status"], ended["faults"][0]["code"]) == ("failed", "unknown_offer")
        assert ended["faults"][0]["pointer"] == "/what_if/withdraw_offers/0"
        monkeypatch.setattr(make_plan, "lacking", lambda: ["highspy"])
        missing = await at.sends(OFFICER, PLANS, {})
        assert (missing.status_code, missing.json()["code"]) == (409, "no_planner")
        monkeypatch.undo()
        failed = await at.makes(OFFICER, lambda asked, most: made_apart(asked, most, ("false",)))
        assert (failed["status"], failed["faults"][0]["code"]) == ("failed", "plan_failed")
