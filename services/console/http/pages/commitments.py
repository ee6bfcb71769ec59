"""What parties do themselves, without asking for support (WM 13)."""

from services.console.http.lists import list_page

PAGE = list_page("commitments", "own_commitments", "ownCommitments")
