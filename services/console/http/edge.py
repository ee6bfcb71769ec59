"""The edge of the console: headers of pages (OWASP ASVS 3.4), and refusals that a person reads."""

import secrets
from html import escape

from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from shared.runtime.http.middleware import Edge

_FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def policy(nonce: str, issuer: str) -> str:
    """The content security policy: nothing but our own style sheet and pictures; scripts by their nonce alone.

    A form may lead on to the issuer: signing out and signing in anew go there by a redirect.
    """
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self' {issuer}; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types htmx"
    )


class PageEdge(Edge):
    """Pages instead of problem documents."""

    def fixed(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Headers of every answer. What does not say how long it may be kept is kept by nobody."""
        state = scope["state"]
        nonce = state.setdefault("nonce", secrets.token_urlsafe(16))
        issuer = "/".join(scope["app"].state.settings.issuer.split("/")[:3]) if "app" in scope else ""
        found = [*_FIXED, (b"content-security-policy", policy(nonce, issuer).encode())]
        return found if state.get("may_be_kept") else [*found, (b"cache-control", b"no-store")]

    def refusal(self, scope: Scope, status: int, code: str, detail: str) -> Response:
        """A page with nothing of ours needed to make it."""
        words = f"{status} {escape(code)}: {escape(detail)}"
        page = f'<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><title>{status}</title><p>{words}</p>'
        return HTMLResponse(page + '<p><a href="/">ACSG</a></p></html>', status)
