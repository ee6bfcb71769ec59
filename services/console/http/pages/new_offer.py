"""Where a new offer begins."""

from services.console.forms.kinds import OFFER
from services.console.http.beginning import beginning

PAGE = beginning(OFFER, "/offers/new", "/offers")
