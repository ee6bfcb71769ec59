"""National plans that the person may read, the last recorded first (WM 13)."""

from services.console.http.lists import list_page

PAGE = list_page("national_plans", "national_plans", "nationalPlans")
