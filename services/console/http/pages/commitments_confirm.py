"""A party says of all its pledges at once that they stand as they did (WM 13)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.commitments import pledges
from services.console.http.page import Begins
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P13


def _check(case: Case) -> None:
    if not pledges(case.visit):
        raise NotPermitted("not_permitted", "A party says of its own commitments how they stand", P13)


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "confirm_commitments", {"party": case.party}


PAGE = act_page(
    Act(
        "commitments_confirm", "/commitments/confirmation", "title.commitments_confirm", "act.commitments_confirm", ("confirm_commitments",),
        nothing_yet("title.commitments"), _check, _said, "/commitments", versioned=False,
    ),
    Begins(("/commitments",), "title.commitments_confirm", pledges),
)  # fmt: skip
