"""Mutations on engagements: each is one command of delivery, sent with the caller's own token (WM 2, 11, 15, 19, 20)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("delivery", "engagements", "POST")


@strawberry.type
class EngagementMutations:
    """Commands of both sides, each in its own party's name; of champions; and of officers."""

    @strawberry.mutation(
        description="Tell of support that needs no match; `notice` as delivery's interface describes it (WM 19)"
    )
    async def give_notice(self, info: Asked, notice: JSON, key: str) -> CommandResult:
        return await send(info, "delivery", "POST", "/engagements", notice, key)

    @strawberry.mutation(description="Say whether one's party, which a notice names, takes part (WM 19)")
    async def answer_notice(
        self, info: Asked, engagement_id: str, party: str, answer: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "answer": answer}
        return await _say(info, engagement_id, "notice/answer", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Propose other terms, with words (WM 11)")
    async def propose_terms(
        self, info: Asked, engagement_id: str, party: str, terms: JSON, words: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "terms": terms, "words": words}
        return await _say(info, engagement_id, "terms", body, expected_version, key)

    @strawberry.mutation(description="Sign a version of the terms, or record a paper that a party signed (WM 19)")
    async def sign_terms(
        self,
        info: Asked,
        engagement_id: str,
        party: str,
        version: int,
        digest: str,
        expected_version: int,
        key: str,
        on_paper: JSON | None = None,
    ) -> CommandResult:
        body = {"party": party, "version": version, "digest": digest, "on_paper": on_paper}
        return await _say(info, engagement_id, "signatures", body, expected_version, key)

    @strawberry.mutation(
        description="Decline terms that are proposed beside those in force, or take one's own proposal back (WM 9)"
    )
    async def set_terms_aside(
        self, info: Asked, engagement_id: str, party: str, version: int, words: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "version": version, "words": words}
        return await _say(info, engagement_id, "terms/refusal", body, expected_version, key)

    @strawberry.mutation(description="Let the other side read one's focal point (WM 19)")
    async def release_contact(
        self, info: Asked, engagement_id: str, party: str, focal_point: JSON, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "focal_point": focal_point}
        return await _say(info, engagement_id, "contact", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Let the other side read it no more (WM 19)")
    async def take_contact_back(
        self, info: Asked, engagement_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "contact/withdrawal", {"party": party}, expected_version, key)

    @strawberry.mutation(description="Propose what is delivered when, and what it is to reach (WM 15)")
    async def propose_plan(
        self, info: Asked, engagement_id: str, party: str, plan: JSON, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "plan": plan}
        return await _say(info, engagement_id, "plan", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Agree to a version of the plan (WM 11)")
    async def agree_plan(
        self, info: Asked, engagement_id: str, party: str, plan_version: int, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "plan_version": plan_version}
        return await _say(info, engagement_id, "plan/agreement", body, expected_version, key)

    @strawberry.mutation(description="Start, once both sides agreed to the plan (WM 20)")
    async def start_engagement(
        self, info: Asked, engagement_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "start", {"party": party}, expected_version, key)

    @strawberry.mutation(description="Report a delivery; `report` as delivery's interface describes it (WM 15)")
    async def report_delivery(
        self, info: Asked, engagement_id: str, report: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "deliveries", report, expected_version, key)

    @strawberry.mutation(description="Confirm a delivery, or say what was otherwise (WM 15)")
    async def answer_delivery(
        self, info: Asked, engagement_id: str, answer: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "deliveries/answer", answer, expected_version, key)

    @strawberry.mutation(description="Report where a milestone stands (WM 15)")
    async def report_milestone(
        self, info: Asked, engagement_id: str, report: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "milestones", report, expected_version, key)

    @strawberry.mutation(description="Confirm a report of a milestone, or say what was otherwise (WM 15)")
    async def answer_milestone(
        self, info: Asked, engagement_id: str, answer: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "milestones/answer", answer, expected_version, key)

    @strawberry.mutation(description="Report what money was used for (WM 15)")
    async def report_funds(
        self, info: Asked, engagement_id: str, report: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "funds", report, expected_version, key)

    @strawberry.mutation(description="Say that nothing changed (WM 15)")
    async def say_no_change(
        self, info: Asked, engagement_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "no-change", {"party": party}, expected_version, key)

    @strawberry.mutation(description="Put an engagement to rest, with the reason (WM 11)")
    async def pause_engagement(
        self, info: Asked, engagement_id: str, party: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "pause", {"party": party, "reason": reason}, expected_version, key)

    @strawberry.mutation(description="Go on with an engagement that rests (WM 11)")
    async def resume_engagement(
        self, info: Asked, engagement_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "resumption", {"party": party}, expected_version, key)

    @strawberry.mutation(description="Say that it is done; it is fulfilled when every party says so (WM 15)")
    async def say_fulfilled(
        self, info: Asked, engagement_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "fulfilment", {"party": party}, expected_version, key)

    @strawberry.mutation(description="End an engagement before it is fulfilled, with the reason (WM 11)")
    async def end_engagement(
        self,
        info: Asked,
        engagement_id: str,
        party: str,
        reason: str,
        expected_version: int,
        key: str,
        words: str | None = None,
    ) -> CommandResult:
        body = {"party": party, "reason": reason, "words": words}
        return await _say(info, engagement_id, "end", body, expected_version, key)

    @strawberry.mutation(description="Close an engagement of which no side gives word: for officers (WM 11)")
    async def close_engagement(
        self, info: Asked, engagement_id: str, words: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, engagement_id, "closure", {"words": words}, expected_version, key)

    @strawberry.mutation(description="Judge an engagement after its end, as a side (WM 15)")
    async def evaluate_engagement(
        self, info: Asked, engagement_id: str, party: str, evaluation: JSON, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "evaluation": evaluation}
        return await _say(info, engagement_id, "evaluation", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Judge an engagement after its end, for the Secretariat (WM 15)")
    async def evaluate_as_secretariat(
        self, info: Asked, engagement_id: str, evaluation: JSON, expected_version: int, key: str
    ) -> CommandResult:
        body = {"evaluation": evaluation}
        return await _say(info, engagement_id, "secretariat-evaluation", body, expected_version, key, "PUT")

    @strawberry.mutation(
        description="Agree to what could be published of the evaluations, by its digest, or take that back (WM 15)"
    )
    async def answer_publication(
        self, info: Asked, engagement_id: str, party: str, digest: str, answer: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "digest": digest, "answer": answer}
        return await _say(info, engagement_id, "publication", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Say whether results still stand some time after the end (WM 15)")
    async def say_results_stand(
        self,
        info: Asked,
        engagement_id: str,
        party: str,
        results_stand: str,
        expected_version: int,
        key: str,
        words: str | None = None,
    ) -> CommandResult:
        body = {"party": party, "results_stand": results_stand, "words": words}
        return await _say(info, engagement_id, "results", body, expected_version, key, "PUT")

    @strawberry.mutation(
        description="Ask a party to stand beside the project; came: approached, or volunteered. For officers (WM 2)"
    )
    async def ask_champion(
        self,
        info: Asked,
        engagement_id: str,
        party: str,
        expected_version: int,
        key: str,
        came: str = "approached",
    ) -> CommandResult:
        body = {"party": party, "came": came}
        return await _say(info, engagement_id, "champions", body, expected_version, key)

    @strawberry.mutation(description="Say whether one's party stands beside the project (WM 2)")
    async def answer_as_champion(
        self, info: Asked, engagement_id: str, party: str, answer: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"party": party, "answer": answer}
        return await _say(info, engagement_id, "champions/answer", body, expected_version, key, "PUT")
