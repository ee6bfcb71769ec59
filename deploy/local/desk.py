"""One small process beside the services: the development issuer over HTTP, and a mail catcher with its mailbox."""

import argparse
import asyncio
import contextlib
import email
import email.policy
import os
import signal
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.controller import Controller

from deploy.local.code_flow import CodeFlow, Refused, checked, chooser
from deploy.local.issuer import EXCHANGED_S, Issuer, NotExchanged, UnknownActor
from shared.contracts.vocabulary import deployments
from shared.modalities.access.scopes import BETWEEN
from shared.runtime.federation.tokens import ACCESS, EXCHANGE
from shared.runtime.settings import AUDIENCE


class Mailbox:
    """Keeps every message as a file; aiosmtpd calls ``handle_DATA``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        """Stores a message."""
        self._count += 1
        (self.folder / f"{self._count:06}.eml").write_bytes(envelope.content)
        return "250 Message accepted for delivery"

    def messages(self) -> list[dict[str, str]]:
        """Every message: to, subject, the plain text."""
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            text = body.get_content() if body else ""
            headers = {name.lower(): str(message[name]) for name in ("To", "Subject", "Date", "Message-ID")}
            found.append({"number": path.stem, **headers, "text": text})
        return found


def application(issuer: Issuer, mailbox: Mailbox) -> web.Application:
    """The pages of the desk."""
    flow = CodeFlow(issuer)

    async def token(request: web.Request) -> web.Response:
        try:
            return web.json_response(
                {"access_token": issuer.token(request.query.get("as", "")), "token_type": "Bearer"}
            )
        except UnknownActor as unknown:
            return web.json_response({"error": "unknown_actor", "error_description": str(unknown)}, status=400)

    async def grant(request: web.Request) -> web.Response:
        """A service asks for a token to show at one deployment: its own (RFC 6749 4.4), or a person's narrowed one (RFC
        8693). The development issuer takes no secret."""
        asked = {name: str(value) for name, value in (await request.post()).items()}
        if asked.get("grant_type") in {"authorization_code", "refresh_token"}:
            return _of_person(flow, asked)
        client = asked.get("client_id", "")
        if asked.get("grant_type") not in {"client_credentials", EXCHANGE} or not client.endswith("-service"):
            return web.json_response({"error": "unauthorized_client"}, status=400)
        audience = asked.get("audience", "")
        if audience.removeprefix(AUDIENCE) not in deployments() or not audience.startswith(AUDIENCE):
            words = "audience names the one deployment it is for: acsg:<deployment>"
            return web.json_response({"error": "invalid_target", "error_description": words}, status=400)
        try:
            if asked["grant_type"] == EXCHANGE:
                given, scope = asked.get("subject_token", ""), asked.get("scope", "")
                if scope not in BETWEEN:
                    return web.json_response({"error": "invalid_scope"}, status=400)
                token = issuer.exchanged(client, given, audience, scope)
            else:
                token = issuer.for_peer(client, audience)
        except UnknownActor as unknown:
            return web.json_response({"error": "invalid_client", "error_description": str(unknown)}, status=401)
        except NotExchanged as fault:
            return web.json_response({"error": "invalid_grant", "error_description": str(fault)}, status=400)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": EXCHANGED_S, "issued_token_type": ACCESS}
        return web.json_response(said)

    async def mail(request: web.Request) -> web.Response:
        found = mailbox.messages()
        if request.query.get("to"):
            found = [message for message in found if request.query["to"] in message["to"]]
        if "json" in request.headers.get("Accept", "") or request.query.get("format") == "json":
            return web.json_response(found)
        lines = [f"{m['number']}  {m['to']:<45} {m['subject']}" for m in found]
        return web.Response(text="\n".join(lines) + "\n")

    async def one(request: web.Request) -> web.Response:
        path = mailbox.folder / f"{int(request.match_info['number']):06}.eml"
        return web.Response(body=path.read_bytes(), content_type="text/plain", status=200 if path.exists() else 404)

    app = web.Application()
    _sign_in(app, flow, issuer.deployment)
    app.router.add_get("/.well-known/openid-configuration", lambda _: _json(issuer.discovery()))
    app.router.add_get("/keys", lambda _: _json(issuer.keys()))
    app.router.add_get("/token", token)
    app.router.add_post("/token", grant)
    app.router.add_get("/mailbox", mail)
    app.router.add_get(r"/mailbox/{number:\d+}", one)
    return app


def _of_person(flow: CodeFlow, asked: dict[str, str]) -> web.Response:
    try:
        done = flow.exchanged(asked) if asked["grant_type"] == "authorization_code" else flow.refreshed(asked)
    except Refused as refused:
        return web.json_response({"error": str(refused)}, status=400)
    return web.json_response(done, headers={"Cache-Control": "no-store"})


def _sign_in(app: web.Application, flow: CodeFlow, deployment: str) -> None:
    """The pages of the code flow: who signs in is chosen, or said by ``login_hint``."""

    async def authorize(request: web.Request) -> web.Response:
        asked = {name: str(value) for name, value in request.query.items()}
        name = asked.get("login_hint", "")
        try:
            checked(asked)
            if name:
                raise web.HTTPFound(flow.grant(asked, name))
        except (Refused, UnknownActor) as refused:
            return web.Response(text=str(refused), status=400)
        return web.Response(text=chooser(deployment, asked), content_type="text/html")

    async def end(request: web.Request) -> web.Response:
        flow.end(request.query.get("id_token_hint", ""))
        back = request.query.get("post_logout_redirect_uri", "")
        if back.startswith(("http://", "https://")):
            raise web.HTTPFound(back)
        return web.Response(text="Signed out.\n")

    app.router.add_get("/authorize", authorize)
    app.router.add_get("/end", end)


async def _json(document: dict[str, Any]) -> web.Response:
    return web.json_response(document)


async def serve(folder: Path, port: int, smtp_port: int, issuer: Issuer, host: str = "127.0.0.1") -> None:
    """Runs until SIGTERM. ``host``: another than loopback only inside a container."""
    mailbox = Mailbox(folder / "mailbox")
    mail = Controller(mailbox, hostname=host, port=smtp_port)
    mail.start()
    runner = web.AppRunner(application(issuer, mailbox), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await runner.cleanup()
    with contextlib.suppress(RuntimeError):
        mail.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--issuer", required=True, help="name that tokens carry; deployments of a federation share it")
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--deployment", default=os.environ.get("ACSG_DEPLOYMENT", "wca"), help="whom people log in to")
    given = parser.parse_args()
    signer = Issuer(given.key, given.issuer, os.environ.get("ACSG_MODE", "production"), given.deployment)
    asyncio.run(serve(given.folder, given.port, given.smtp_port, signer, given.host))
