"""Composition of intake."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from fastapi import FastAPI

from services.intake.actions.bodies import RequestBody
from services.intake.actions.submission import Submitting
from services.intake.actions.submit_request import SubmitRequest
from services.intake.actions.the_request import RequestContext
from services.intake.criteria.rule_sets import RULE_SETS, RuleSets
from services.intake.http.assessments import assessment_routes
from services.intake.http.commitments import commitment_routes
from services.intake.http.crises import crisis_routes
from services.intake.http.drafts import draft_routes
from services.intake.http.handovers import handover_routes
from services.intake.http.national_plans import national_plan_routes
from services.intake.http.requests import change_routes, submission_routes, where
from services.intake.http.rule_sets import rule_set_routes
from services.intake.http.shown import shown_routes
from services.intake.http.warnings import warning_routes
from services.intake.http.workbooks import Workbooks, workbook_routes
from services.intake.rules_command import rules_command
from services.intake.settings import IntakeSettings
from services.intake.storage.kept import KEPT, digest_table
from services.intake.storage.restating import RESTATED
from services.intake.storage.submission import Submissions
from services.intake.storage.tables import known, runtime
from services.intake.transfer import recovering, taking
from shared.application.knowing_organisations import KnowingOrganisations
from shared.application.runner import Runner
from shared.contracts.body import fitting
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.federation.peers import Peers
from shared.runtime.federation.restating import restate_command
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier, Verifier
from shared.runtime.http.federation import federation_routes


def build(
    settings: IntakeSettings | None = None,
    clock: Clock | None = None,
    verifier: Verifier | None = None,
    peers: Peers | None = None,
    rules: RuleSets = RULE_SETS,
) -> Service:
    """Puts the service together; a test passes what it wants to be other."""
    settings, clock = settings or IntakeSettings(), clock or SystemClock()
    database = Database(settings, runtime, clock)
    submit = SubmitRequest(
        settings.deployment,
        settings.scope,
        rules,
        settings.feedback_due_days,
        settings.urgent_feedback_due_days,
        settings.party_answer_days,
        tuple(settings.peers),
    )

    def fits(text: Mapping[str, Any], at: datetime) -> RequestBody:
        return fitting(orjson.dumps(text), RequestBody, settings.door(at.date()))

    runner = Runner(database, RequestContext(settings, rules, submit, fits))

    def app() -> FastAPI:
        workbooks = Workbooks()
        return create_app(
            settings,
            title="Intake",
            routers=[
                submission_routes(Submitting(database, submit, Submissions(database), where)),
                workbook_routes(database, workbooks),
                draft_routes(runner, submit, workbooks),
                change_routes(runner),
                shown_routes(database),
                rule_set_routes(database, rules),
                commitment_routes(runner),
                assessment_routes(runner),
                national_plan_routes(runner),
                crisis_routes(runner),
                warning_routes(runner),
                handover_routes(runner),
                federation_routes(database, digest_table, KEPT),
            ],
            verifier=verifier or TokenVerifier(settings),
            clock=clock,
            ready={"database": database.answers},
            close=database.dispose,
        )

    commands = {"restate": restate_command(database, RESTATED), "rules": rules_command(database, rules, clock)}
    peers = peers or Peers(settings, clock)
    taker, recovery = taking(database, peers), recovering(database, peers)
    knowing = KnowingOrganisations(database, known)
    loops = taker.loops() | recovery.loops()
    return Service(settings, clock, database, app, (), loops, commands, knowing.reads, knows=knowing)
