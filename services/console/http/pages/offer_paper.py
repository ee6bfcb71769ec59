"""A country office or bureau records a paper by which a party said its word on an offer that names it (WM 18)."""

from services.console.http.named import OFFER, paper_page

PAGE = paper_page(OFFER, "title.offer_paper", "act.offer_paper")
