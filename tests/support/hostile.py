"""Endpoints that do harm: each a handler of one connection on loopback; and certificates, good and bad."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(50_000_000))


async def endless_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A body that never ends."""
    writer.write(OK + b"transfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(65536) + b"\r\n")
        await writer.drain()


async def endless_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Headers that never end."""
    writer.write(OK)
    while True:
        writer.write(b"x-more: " + b"y" * 60_000 + b"\r\n")
        await writer.drain()


async def endless_continue(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Always about to answer."""
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)
        await writer.drain()


async def drop_by_drop_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte of the headers now and then."""
    for byte in OK + b"x-slow: " + b"z" * 10_000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.2)


async def drop_by_drop_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte of the body now and then."""
    writer.write(OK + b"content-length: 100000\r\n\r\n")
    while True:
        writer.write(b"z")
        await writer.drain()
        await asyncio.sleep(0.2)


async def gzip_bomb(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Small on the wire, large unpacked."""
    await reader.readuntil(b"\r\n\r\n{}")
    head = b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(BOMB)
    writer.write(OK + head + BOMB)
    await writer.drain()


async def garbage(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """No HTTP at all."""
    writer.write(b"\x00\xff" * 5000 + b"\r\n\r\n")
    await writer.drain()


async def cut_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Ends in the middle of its headers."""
    writer.write(b"HTTP/1.1 20")
    await writer.drain()


async def silence(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Never says anything."""
    await asyncio.sleep(3600)


async def fine(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Does what it should."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(OK + b"content-length: 0\r\n\r\n")
    await writer.drain()


@asynccontextmanager
async def serving(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of an endpoint with this handler."""
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            await handler(reader, writer)
        tasks.discard(task)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Certificates:
    """An authority of our own in a folder, and server contexts with its certificates."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "ca.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        authority = self._builder(self._name, self._key.public_key(), days=30)
        authority = authority.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file.write_bytes(authority.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key)
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=60))
        return made.not_valid_after(now + timedelta(days=days))

    def server(self, host: str, *, days: int = 30, trusted: bool = True) -> ssl.SSLContext:
        """A server's context for a host; ``days`` below 0 has expired, not ``trusted`` is signed by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = self._builder(name, key.public_key(), days)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        signed = made.sign(self._key if trusted else key, hashes.SHA256())
        path = self.folder / f"{host}-{days}-{trusted}.pem"
        plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(key.private_bytes(*plain) + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context
