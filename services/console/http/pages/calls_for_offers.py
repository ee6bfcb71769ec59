"""Calls for offers: those in which the person's party is asked or asks, and those that an officer works on (WM 17)."""

from services.console.http.lists import list_page

PAGE = list_page("calls", "calls", "callsForOffers", searched=False)
