"""The command ``plan``: what it prints, what it refuses and with which words, two plans side by side (WM 11)."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from services.matching.plan.command import plan_command
from services.matching.plan.problem import PlanProblem, WhatIf

ROOT = Path(__file__).parents[4]
USES = {"uses": {"people": 1}}
PROBLEM: dict[str, Any] = {
    "format": "plan-problem/1",
    "lines": [{"id": "a", "region": "r"}, {"id": "b", "region": "s"}, {"id": "c", "region": "s"}, {"id": "d", "region": "r"}],
    "offers": [{"id": "x", "capacities": {"people": 1}}, {"id": "y", "capacities": {"people": 1}}],
    "pairs": [
        {"line": "a", "offer": "x", "value": 5, **USES}, {"line": "b", "offer": "x", "value": 9, **USES},
        {"line": "a", "offer": "y", "value": 1, **USES}, {"line": "c", "offer": "y", "value": 1, "uses": {"people": 2}},
    ],
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run_with(problem: Any, what_if: Any = None, *more: str) -> tuple[int, Any]:
        (tmp_path / "problem.json").write_text(json.dumps(problem))
        arguments = ["--json", "--problem", str(tmp_path / "problem.json"), *more]
        if what_if is not None:
            (tmp_path / "what_if.json").write_text(json.dumps(what_if))
            arguments += ["--compare", str(tmp_path / "what_if.json")]
        status = plan_command(arguments)
        said = capsys.readouterr()
        return status, json.loads(said.out or said.err)

    return run_with


def test_a_plan_says_what_is_given_and_why_the_rest_is_not(run: Any) -> None:
    status, plan = run(PROBLEM)
    assert status == 0
    assert plan["parts"] == [{"line": "a", "offer": "y", "amount": 1}, {"line": "b", "offer": "x", "amount": 1}]
    assert [(one["line"], one["code"]) for one in plan["unmet"]] == [
        ("c", "too_large_a_part"),
        ("d", "no_possible_pair"),
    ]
    assert [one["covered"] for one in plan["regions"]] == [1, 1]


def test_who_stands_in_the_way_is_named(run: Any) -> None:
    pairs = [{"line": one, "offer": "x", "value": value, **USES} for one, value in (("a", 1), ("b", 9))]
    _, plan = run(PROBLEM | {"pairs": pairs})
    assert {"line": "a", "lacks": 1, "code": "taken_by_others", "taken_by": ["b"]} in plan["unmet"]
    _, plan = run(PROBLEM | {"pairs": pairs, "exclusions": [{"offer": "x"}]})
    assert {one["code"] for one in plan["unmet"]} == {"excluded", "no_possible_pair"}


@pytest.mark.parametrize(
    ("change", "code", "pairs"),
    [
        ({"locks": [("a", "x", 1), ("b", "x", 1)]}, "capacity_exceeded", [("a", "x"), ("b", "x")]),
        ({"locks": [("a", "x", 1), ("a", "y", 1)]}, "line_amount_exceeded", [("a", "x"), ("a", "y")]),
        ({"locks": [("a", "x", 2)]}, "above_most", [("a", "x")]),
        ({"locks": [("a", "x", 1)], "exclusions": [{"line": "a"}]}, "excluded", [("a", "x")]),
        ({"locks": [("c", "y", 1)]}, "too_large_a_part", [("c", "y")]),
        ({"locks": [("a", "x", 1)], "caps": [{"id": "k", "of": "lines", "most": 0}]}, "cap_exceeded", [("a", "x")]),
    ],
)
def test_wishes_that_cannot_be_kept_are_explained(run: Any, change: Any, code: str, pairs: Any) -> None:
    locks = [{"line": line, "offer": offer, "amount": amount} for line, offer, amount in change["locks"]]
    status, answer = run(PROBLEM | change | {"locks": locks})
    assert (status, answer["status"]) == (1, "infeasible_wishes")
    assert [(w["code"], [(x["line"], x["offer"]) for x in w["locks"]]) for w in answer["wishes"]] == [(code, pairs)]


FAULTY = [
    ({"format": "plan-problem/2"}, "/format", "literal_error"),
    ({"lines": [{"id": "a", "region": "r", "amount": 0}]}, "/lines/0/amount", "greater_than_equal"),
    ({"lines": [{"id": "a", "region": "r", "amount": 1.5}]}, "/lines/0/amount", "int_type"),
    ({"lines": [*PROBLEM["lines"], {"id": "a", "region": "r"}]}, "/lines/4", "given_twice"),
    ({"lines": [*PROBLEM["lines"], {"id": "e", "region": "r", "least": 2}]}, "/lines/4/least", "least_above_amount"),
    ({"pairs": [{"line": "z", "offer": "x"}]}, "/pairs/0/line", "unknown_line"),
    ({"pairs": [{"line": "a", "offer": "z"}]}, "/pairs/0/offer", "unknown_offer"),
    ({"pairs": [{"line": "a", "offer": "x", "uses": {"a/b": 1}}]}, "/pairs/0/uses/a~1b", "unknown_capacity"),
    ({"pairs": [{"line": "a", "offer": "x", "signals": {"w": 1}}]}, "/pairs/0/signals/w", "unknown_weight"),
    ({"pairs": [{"line": "a", "offer": "x", "least": 2, "most": 1}]}, "/pairs/0/most", "most_below_least"),
    ({"locks": [{"line": "b", "offer": "y", "amount": 1}]}, "/locks/0", "unknown_pair"),
    ({"exclusions": [{}]}, "/exclusions/0", "names_nothing"),
    ({"caps": [{"id": "k", "of": "gold", "most": 1}]}, "/caps/0/of", "unknown_capacity"),
    ({"caps": [{"id": "k", "of": "lines", "most": 1, "parties": ["z"]}]}, "/caps/0/parties/0", "unknown_party"),
    ({"surprise": 1}, "/surprise", "extra_forbidden"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "pointer", "code"), FAULTY)
def test_each_fault_is_named_by_place_and_code(run: Any, change: Any, pointer: str, code: str) -> None:
    status, answer = run(PROBLEM | change)
    assert status == 2
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in answer["faults"]]


def test_every_fault_is_named_at_once(run: Any) -> None:
    marks = [
        {"id": "m", "capacity": "gold", "amount": 1, "regions": ["r"]},
        {"id": "n", "capacity": "people", "amount": 2, "regions": ["nowhere"]},
        {"id": "o", "capacity": "people", "amount": 0},
    ]
    _, answer = run(
        PROBLEM | {"offers": [{"id": "x", "capacities": {"people": 1}, "earmarks": marks}, PROBLEM["offers"][1]]}
    )
    assert [(one["pointer"], one["code"]) for one in answer["faults"]] == [
        ("/offers/0/earmarks/0/capacity", "unknown_capacity"),
        ("/offers/0/earmarks/1/amount", "earmarked_above_capacity"),
        ("/offers/0/earmarks/1/regions/0", "unknown_region"),
        ("/offers/0/earmarks/2", "names_nothing"),
        ("/offers/0/earmarks/2/amount", "earmarked_above_capacity"),
    ]


def test_a_file_that_is_no_json_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text("{")
    assert plan_command(["--problem", str(tmp_path / "x.json")]) == 2
    assert "x.json:1:2: no JSON" in capsys.readouterr().err


def test_two_plans_side_by_side(run: Any) -> None:
    what_if = {"format": "plan-what-if/1", "withdraw_offers": ["y"], "withdraw_lines": ["d"]}
    status, answer = run(PROBLEM, what_if)
    assert status == 0
    found = answer["difference"]
    assert (found["covered"], found["value"], found["no_longer_covered"]) == (-1, -1, ["a"])
    assert found["changes"] == [{"line": "a", "offer": "y", "before": 1, "after": 0}]
    assert answer["second"]["reached"]["changes"] == 1


def test_a_lock_an_added_offer_and_other_weights_move_the_plan(run: Any) -> None:
    pairs = [{**one, "signals": {"area": {"a": 0, "b": 1}.get(one["line"], 0)}} for one in PROBLEM["pairs"]]
    problem = PROBLEM | {"pairs": pairs, "weights": {"area": 0}}
    start = {"format": "plan-what-if/1"}
    _, locked = run(problem, start | {"locks": [{"line": "a", "offer": "x", "amount": 1}]})
    assert locked["difference"]["no_longer_covered"] == ["b"]
    added = {
        "add_offers": [{"id": "z", "capacities": {"people": 1}}],
        "add_pairs": [{"line": "d", "offer": "z", **USES}],
    }
    _, more = run(problem, start | added)
    assert more["difference"]["newly_covered"] == ["d"]
    _, weighed = run(problem, start | {"weights": {"area": 100}})
    assert weighed["difference"]["value"] == 100


def test_a_what_if_over_what_is_not_there_is_a_fault(run: Any) -> None:
    status, answer = run(PROBLEM, {"format": "plan-what-if/1", "withdraw_offers": ["z"]})
    assert (status, answer["faults"][0]["code"]) == (2, "unknown_offer")


def test_the_schema_that_is_published_is_the_one_that_is_read() -> None:
    for name, shape in (("plan-problem", PlanProblem), ("plan-what-if", WhatIf)):
        published = json.loads((ROOT / f"docs/plan/{name}.schema.json").read_text())
        assert published == shape.model_json_schema()


def test_without_the_planners_packages_it_says_which_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "services.matching.plan.flow", None)
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM))
    assert plan_command(["--problem", str(tmp_path / "problem.json")]) == 2
    assert "-r requirements/plan.lock" in capsys.readouterr().err
