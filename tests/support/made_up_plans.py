"""Made-up problems for the plan, small enough for its plainest form."""

from typing import Any

from hypothesis import strategies as st

REGIONS = ("r", "s")


@st.composite
def any_problem(draw: st.DrawFn) -> dict[str, Any]:
    """A problem with everything that the format has, in small."""
    number = st.integers
    lines = [
        {"id": f"l{n}", "region": draw(st.sampled_from(REGIONS)), "amount": (amount := draw(number(1, 3))),
         "indivisible": draw(st.booleans()), "least": draw(number(1, min(2, amount)))}
        for n in range(draw(number(1, 3)))
    ]  # fmt: skip
    offers = [
        {"id": f"o{n}", "party": draw(st.sampled_from(("p", "q"))), "least": draw(st.sampled_from((1, 1, 2))),
         "capacities": {"people": draw(number(0, 4)), "money": (money := draw(number(0, 6)))},
         "earmarks": _earmarks(draw, money, lines[0]["region"])}
        for n in range(draw(number(1, 2)))
    ]  # fmt: skip
    every = [(line["id"], offer["id"]) for line in lines for offer in offers]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=5))
    pairs = [
        {"line": line, "offer": offer, "value": draw(number(-2, 4)), "signals": {"area": draw(number(0, 3))},
         "uses": {"people": draw(number(0, 2)), "money": draw(number(0, 3))},
         "least": draw(st.sampled_from((1, 1, 2))), "most": draw(st.sampled_from((None, 2, 3)))}
        for line, offer in chosen
    ]  # fmt: skip
    parts = st.fixed_dictionaries({"amount": number(1, 3)})
    some = st.lists(st.sampled_from(chosen), unique=True, max_size=1) if chosen else st.just([])
    return {
        "format": "plan-problem/1", "lines": lines, "offers": offers, "pairs": pairs, "weights": {"area": draw(number(0, 2))},
        "caps": [
            {"id": f"c{n}", "of": draw(st.sampled_from(("lines", "people", "money"))), "most": draw(number(0, 5)),
             "offers": draw(st.sampled_from(((), ("o0",))))}
            | draw(st.sampled_from(({}, {"regions": [lines[0]["region"]]}, {"parties": [offers[0]["party"]]}, {"lines": ["l0"]})))
            for n in range(draw(number(0, 1)))
        ],
        "locks": [{"line": a, "offer": b} | draw(parts) for a, b in draw(some)],
        "exclusions": draw(st.lists(st.sampled_from([{"line": "l0", "offer": "o0"}, {"offer": "o0"}]), max_size=1)),
        "present": [{"line": a, "offer": b} | draw(parts) for a, b in draw(st.lists(st.sampled_from(every), unique=True, max_size=3))],
    }  # fmt: skip


def _earmarks(draw: st.DrawFn, money: int, region: str) -> list[dict[str, Any]]:
    first = draw(st.integers(0, money))
    marks = [{"id": "m", "capacity": "money", "amount": first, "regions": [region]}]
    marks.append({"id": "n", "capacity": "money", "amount": draw(st.integers(0, money - first)), "lines": ["l0"]})
    return draw(st.sampled_from(([], marks)))


@st.composite
def flow_problem(draw: st.DrawFn) -> dict[str, Any]:
    """A problem that is a flow: units, the same use by every line."""
    number = st.integers
    lines = [{"id": f"l{n}", "region": draw(st.sampled_from(REGIONS))} for n in range(draw(number(1, 6)))]
    offers = [{"id": f"o{n}", "capacities": {"people": draw(number(0, 5))}} for n in range(draw(number(1, 3)))]
    use = {offer["id"]: draw(number(1, 2)) for offer in offers}
    every = [(line["id"], offer["id"]) for line in lines for offer in offers]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=9))
    some = st.lists(st.sampled_from(chosen), unique=True, max_size=1) if chosen else st.just([])
    return {
        "format": "plan-problem/1", "lines": lines, "offers": offers,
        "pairs": [
            {"line": a, "offer": b, "value": draw(number(-3, 9)), "uses": {"people": use[b]}} for a, b in chosen
        ],
        "locks": [{"line": a, "offer": b, "amount": 1} for a, b in draw(some)],
        "present": [
            {"line": a, "offer": b, "amount": draw(number(1, 2))}
            for a, b in draw(st.lists(st.sampled_from(every), unique=True, max_size=4))
        ],
    }  # fmt: skip
