"""The list of requests the person may read."""

from services.console.http.lists import list_page

PAGE = list_page("requests", "requests", "supportRequests")
