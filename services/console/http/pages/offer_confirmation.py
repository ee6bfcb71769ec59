"""The party that leads an offer says that it still stands (WM 7)."""

from services.console.http.named import OFFER, confirmation_page

PAGE = confirmation_page(OFFER, "title.offer_confirmation", "act.offer_confirmation")
