"""An officer sets one suggestion of a plan aside, with words (WM 11)."""

from services.console.http.needs_plans import suggestion_page

PAGE = suggestion_page("needs_plan_aside", "act.needs_plan_aside", "aside", "set_suggestion_aside")
