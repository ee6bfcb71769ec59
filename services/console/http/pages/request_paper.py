"""A country office or bureau records a paper by which a party said its word on a request that names it (WM 3, 15.v)."""

from services.console.http.named import REQUEST, paper_page

PAGE = paper_page(REQUEST, "title.request_paper", "act.request_paper")
