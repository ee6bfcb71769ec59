"""Capacity assessments that the person may read, the last planned first (WM 13)."""

from services.console.http.lists import list_page

PAGE = list_page("assessments", "assessments", "capacityAssessments")
