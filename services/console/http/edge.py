"""The edge of the console: headers of pages (OWASP ASVS 3.4), and refusals that a person reads."""

import secrets
from html import escape

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from services.console.http.static import style_address
from services.console.wording.words import words
from shared.runtime.http.languages import preferred
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
        """A page that needs neither session nor template nor gateway: in the browser's language, with a way on."""
        said = words(preferred(HTTPConnection(scope)) or "en")
        key = f"refused.{status}" if said.has(f"refused.{status}") else "refused.other"
        title = escape(said.say("title.refused"))
        lines = (
            f'<!doctype html><html lang="{said.language}" dir="{said.direction}"><head><meta charset="utf-8">',
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>',
            f'<link rel="stylesheet" href="{style_address()}"></head><body><main class="wide"><h1>{title}</h1>',
            f"<p>{escape(said.say(key))}</p>",
            f'<p><a href="/">{escape(said.say("title.worklist"))}</a></p>',
            f'<p class="note">{escape(said.say("refused.code"))} <bdi dir="ltr" lang="en">{status} {escape(code)}: ',
            f"{escape(detail)}</bdi></p></main></body></html>",
        )
        return HTMLResponse("".join(lines), status)
