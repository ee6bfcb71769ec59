"""A new version of a request is begun as a draft of the present one (WM 8)."""

from services.console.forms.kinds import REQUEST
from services.console.http.revising import revising

PAGE = revising(REQUEST, "revise", "title.revise")
