"""Reviews of the terms that the person may read, the last one first (WM 21)."""

from services.console.http.lists import list_page

PAGE = list_page("reviews", "reviews", "termsReviews", searched=False)
