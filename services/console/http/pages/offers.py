"""The list of offers the person may read."""

from services.console.http.lists import list_page

PAGE = list_page("offers", "offers", "supportOffers")
