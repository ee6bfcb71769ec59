"""One match."""

from services.console.http.shown_items import item_page

PAGE = item_page("match", "matches")
