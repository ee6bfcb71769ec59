"""What an engagement says as an activity: who, when, what was paid and what came of it (WM 9, 15.vii, 19, 20).

It is the child of its match, which tells what was committed: here is what was delivered of it, so that no amount stands twice.
Who reads no signed terms reads of it what all its parties agreed to publish, and nothing where they did not.
"""

from collections.abc import Iterator
from typing import Any

from services.gateway.domain.engaged import plan_of, said_of_milestones
from services.gateway.exports.iati import codes
from services.gateway.exports.iati.told import Day, Money, Result, ToldActivity, between, words_of
from services.gateway.exports.shared_columns import is_money, word
from services.gateway.read_model.snapshot import SeenItem
from shared.contracts.party_names import party_name, unhcr_name
from shared.modalities.access.engagement_view import signed, terms_in_force

NUMBERLESS = "qualitative"
CRITERIA = ("relevance", "effectiveness", "efficiency", "coherence", "added_value")


def stands(seen: SeenItem) -> bool:
    """Whether both sides signed its terms, as the reader sees it; one that was withdrawn before never was an activity."""
    return seen.status in codes.STATUS and seen.status != "withdrawn" and signed(seen.state)


def engagement(seen: SeenItem, language: str) -> ToldActivity:
    """An engagement whose terms stand."""
    state: Any = seen.state
    words = {name: said[language] for name, said in words_of().items()}
    states, offerers = (
        tuple(one["party"] for one in state["sides"] if one["role"] == role) for role in ("requester", "offerer")
    )
    terms = terms_in_force(state)["content"]
    partner = [(codes.IMPLEMENTING, terms["implementing_partner"])] if terms["implementing_partner"] else []
    return ToldActivity(
        hierarchy=3,
        title=_title(state, states, words["support_to"], language),
        title_language=language,
        description=f"{words['mechanism']} {state['reference']}",
        parties=(
            *((codes.FUNDING, party) for party in offerers),
            *between(terms["channel"], terms["delivery_mode"], offerers),
            *partner,
            *((codes.ACCOUNTABLE, party) for party in states),
        ),
        status=codes.STATUS[seen.status],
        days=tuple(_days(state, words["opened"])),
        recipients=states,
        areas=tuple(dict.fromkeys(line["functional_area"] for line in state["lines"])),
        collaboration=codes.COLLABORATION.get(terms["channel"]),
        money=tuple(_paid(state)),
        related=tuple(_related(seen.region, state)),
        results=(*_lines(state, language, words), *_milestones(state)),
    )


def published(seen: SeenItem, language: str) -> ToldActivity:
    """What all parties agreed to publish: who they are, when the work began and ended, and how each judges it (WM 15.vii)."""
    content: Any = seen.shown
    words = {name: said[language] for name, said in words_of().items()}
    states, offerers = (
        tuple(one["party"] for one in content["parties"] if one["role"] == role) for role in ("requester", "offerer")
    )
    begin = content["started_on"] or content["ended_on"]
    return ToldActivity(
        hierarchy=3,
        title=words["support_to"].format(states=", ".join(party_name(one, language) for one in states or offerers)),
        title_language=language,
        description=words["mechanism"],
        parties=(*((codes.FUNDING, one) for one in offerers), *((codes.ACCOUNTABLE, one) for one in states)),
        status=codes.CLOSED,
        days=(Day(codes.ACTUAL_START, begin), Day(codes.ACTUAL_END, content["ended_on"])),
        recipients=states,
        areas=(),
        collaboration=None,
        results=tuple(_judged(content, begin, language, words)),
    )


def _judged(content: Any, begin: str, language: str, words: dict[str, str]) -> Iterator[Result]:
    """A score of each criterion, from 1 (not at all) to 5 (fully), in the words of who gave it."""
    for one in content["evaluations"]:
        who = unhcr_name(language) if one["role"] == "secretariat" else party_name(one["by"], language)
        for name in CRITERIA:
            yield Result(
                kind=codes.RESULT["other"], measure=codes.MEASURE["ordinal"], title=words["judged_by"].format(who=who),
                indicator=words[name], start=begin, end=content["ended_on"], actual=str(one[name]["score"]),
                words=one[name]["words"], standing="own_word",
            )  # fmt: skip
        if one["sustainability"]:
            yield Result(
                kind=codes.RESULT["other"], measure=codes.MEASURE["qualitative"], title=words["judged_by"].format(who=who),
                indicator=words["sustainability"], start=begin, end=content["ended_on"], words=one["sustainability"],
                standing="own_word",
            )  # fmt: skip


def _title(state: Any, states: tuple[str, ...], support_to: str, language: str) -> str:
    """Whom it supports; what its party calls it where nobody stands there yet as who receives (WM 19)."""
    if not states:
        return str(state["title"])
    return support_to.format(states=", ".join(party_name(one, language) for one in states))


def _days(state: Any, opened: str) -> Iterator[Day]:
    yield Day(codes.PLANNED_START, state["opened_at"][:10], opened)
    if state["started_on"]:
        yield Day(codes.ACTUAL_START, state["started_on"])
    due = [one["due_on"] for kind in ("deliveries", "milestones") for one in plan_of(state).get(kind, ())]
    if due:
        yield Day(codes.PLANNED_END, max(*due, state["opened_at"][:10]))
    if state["ended_at"]:
        yield Day(codes.ACTUAL_END, state["ended_at"][:10])


def _paid(state: Any) -> Iterator[Money]:
    """What was paid and confirmed, and what it was used for."""
    for one in state["deliveries"]:
        if one["standing"] == "confirmed" and is_money(one["quantity"]["unit"]):
            given = one["quantity"]
            yield Money(given["amount"], given["unit"], one["delivered_on"], codes.DISBURSEMENT, one["words"])
    for one in state["funds"]:
        yield Money(one["used"]["amount"], one["used"]["unit"], one["used_on"], codes.EXPENDITURE, one["purpose"])


def _related(region: str, state: Any) -> Iterator[tuple[str, str, str, str]]:
    """The match it comes from, the engagement it goes on from, and those that go on from it (WM 9)."""
    if state["match_id"]:
        yield codes.PARENT, region, "match", state["match_id"]
    if state["renews"]:
        yield codes.SIBLING, region, "engagement", state["renews"]
    for follower in state.get("followed_by", ()):
        yield codes.SIBLING, region, "engagement", follower


def _begin(state: Any) -> str:
    return str(state["started_on"] or state["opened_at"][:10])


def _lines(state: Any, language: str, words: dict[str, str]) -> Iterator[Result]:
    """What is given of each line that is no money, of what was agreed; the period ends where plan or terms say so."""
    periods = {one["line_id"]: one["period"] for one in terms_in_force(state)["content"]["lines"]}
    for line in state["lines"]:
        due = [one["due_on"] for one in plan_of(state).get("deliveries", ()) if one["line_id"] == line["line_id"]]
        period = periods.get(line["line_id"]) or {}
        end = max([*due, *filter(None, [period.get("end")])], default=None)
        if is_money(line["unit"]) or end is None or line["line_id"] not in periods:
            continue
        what = f"{word('functional_areas', line['functional_area'], language)}"
        yield Result(
            kind=codes.RESULT["output"], measure=codes.MEASURE["unit"], title=words["delivered_of"].format(what=what),
            indicator=word("units", line["unit"], language), start=min(_begin(state), end), end=end,
            baseline="0", target=line["agreed"], actual=line["delivered"], standing="confirmed_by_both",
        )  # fmt: skip


def _milestones(state: Any) -> Iterator[Result]:
    """Each milestone of the plan with the latest report of it that is not disputed."""
    said = said_of_milestones(state)
    for one in plan_of(state).get("milestones", ()):
        report = said.get(one["milestone_id"])
        number = one["measure"] != NUMBERLESS
        standing = None
        if report is not None:
            standing = "confirmed_by_both" if report["standing"] == "confirmed" else "self_reported"
        yield Result(
            kind=codes.RESULT[one["result"]], measure=codes.MEASURE[one["measure"]], title=one["objective"] or one["text"],
            indicator=one["indicator"] or one["text"], start=min(_begin(state), one["due_on"]), end=one["due_on"],
            baseline=one["baseline"] if number else None, target=one["target"] if number else None,
            actual=report["actual"] if report and number else None, words=report["words"] if report else None,
            standing=standing,
        )  # fmt: skip
