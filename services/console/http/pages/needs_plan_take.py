"""An officer takes one suggestion of a plan into a proposal, with the reason (WM 11)."""

from services.console.http.needs_plans import suggestion_page

PAGE = suggestion_page("needs_plan_take", "act.needs_plan_take", "proposal", "take_suggestion")
