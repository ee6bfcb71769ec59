"""One offer."""

from services.console.http.shown_items import item_page

PAGE = item_page("offer", "offers")
