"""The style sheet, by an address that changes with it: who has it keeps it."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent.parent / "static"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0072bc"/>'
    '<path d="M3 12 8 3l5 9h-2.4L8 7.2 5.4 12z" fill="#fff"/></svg>'
)


@cache
def _style() -> tuple[str, bytes]:
    text = (FOLDER / "console.css").read_bytes()
    return f"/static/console.{hashlib.sha256(text).hexdigest()[:12]}.css", text


def style_address() -> str:
    """Where the style sheet is."""
    return _style()[0]


async def static(request: Request) -> Response:
    """The style sheet and the icon; 404 for everything else."""
    address, text = _style()
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    if request.url.path == address:
        request.state.may_be_kept = True
        return Response(text, media_type="text/css", headers=kept)
    if request.url.path in {"/static/icon.svg", "/favicon.ico"}:
        request.state.may_be_kept = True
        return Response(ICON, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
    return Response(status_code=404)
