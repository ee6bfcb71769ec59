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

from deploy.local.issuer import HOURS, Issuer, UnknownActor


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

    async def token(request: web.Request) -> web.Response:
        try:
            return web.json_response(
                {"access_token": issuer.token(request.query.get("as", "")), "token_type": "Bearer"}
            )
        except UnknownActor as unknown:
            return web.json_response({"error": "unknown_actor", "error_description": str(unknown)}, status=400)

    async def grant(request: web.Request) -> web.Response:
        """A service asks for itself, as with any issuer (RFC 6749 4.4); the development issuer takes no secret."""
        asked = await request.post()
        if asked.get("grant_type") != "client_credentials" or not str(asked.get("client_id", "")).endswith("-service"):
            return web.json_response({"error": "unauthorized_client"}, status=400)
        try:
            token = issuer.token(str(asked["client_id"]))
        except UnknownActor as unknown:
            return web.json_response({"error": "invalid_client", "error_description": str(unknown)}, status=401)
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": HOURS * 3600})

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
    app.router.add_get("/.well-known/openid-configuration", lambda _: _json(issuer.discovery()))
    app.router.add_get("/keys", lambda _: _json(issuer.keys()))
    app.router.add_get("/token", token)
    app.router.add_post("/token", grant)
    app.router.add_get("/mailbox", mail)
    app.router.add_get(r"/mailbox/{number:\d+}", one)
    return app


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
    given = parser.parse_args()
    signer = Issuer(given.key, given.issuer, os.environ.get("ACSG_MODE", "production"))
    asyncio.run(serve(given.folder, given.port, given.smtp_port, signer, given.host))
