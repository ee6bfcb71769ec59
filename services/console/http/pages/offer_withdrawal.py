"""The party that leads an offer withdraws it (WM 7)."""

from services.console.http.named import OFFER, withdrawal_page

PAGE = withdrawal_page(OFFER, "title.offer_withdrawal", "act.offer_withdrawal")
