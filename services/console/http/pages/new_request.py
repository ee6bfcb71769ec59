"""Where a new request begins."""

from services.console.forms.kinds import REQUEST
from services.console.http.beginning import beginning

PAGE = beginning(REQUEST, "/requests/new", "/", "/requests", "/ready")
