"""The party that leads a request withdraws it (WM 8)."""

from services.console.http.named import REQUEST, withdrawal_page

PAGE = withdrawal_page(REQUEST, "title.request_withdrawal", "act.request_withdrawal")
