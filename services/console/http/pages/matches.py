"""The list of matches the person may read."""

from services.console.http.lists import list_page

PAGE = list_page("matches", "matches", "matches", searched=False)
