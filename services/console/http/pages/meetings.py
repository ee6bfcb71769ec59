"""Meetings that the person's party is invited to, moderates or works on (WM 4)."""

from services.console.http.lists import list_page

PAGE = list_page("meetings", "meetings", "meetings")
