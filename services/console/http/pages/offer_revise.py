"""A new wording of an offer is begun as a draft of the present one (WM 7, 18)."""

from services.console.forms.kinds import OFFER
from services.console.http.revising import revising

PAGE = revising(OFFER, "offer_revise", "title.offer_revise")
