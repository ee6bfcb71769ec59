"""A small scanner on loopback that speaks clamd's protocol: INSTREAM with a bound, OK, FOUND, and its error for too much."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What scanners find on purpose."""


class Scanner:
    """``most``: bytes of a stream; ``silent``: it takes everything and says nothing; ``seen``: pieces of the last one."""

    def __init__(self, most: int) -> None:
        self.most, self.silent, self.address, self.seen = most, False, "", [0]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            if await reader.readuntil(b"\0") != b"zINSTREAM\0":
                writer.write(b"UNKNOWN COMMAND\0")
                return
            content, self.seen = b"", []
            while size := int.from_bytes(await reader.readexactly(4), "big"):
                self.seen.append(size)
                content += await reader.readexactly(size)
                if len(content) > self.most:
                    writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            if self.silent:
                await reader.read()
            writer.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def scanner(most: int = 10_000_000) -> AsyncIterator[Scanner]:
    """One that runs."""
    made = Scanner(most)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()
