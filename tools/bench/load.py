"""A small HTTP load generator over kept connections; its cost is the same for whatever it is pointed at."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MakeRequest = Callable[[], tuple[dict[str, str], bytes] | tuple[dict[str, str], bytes, str]]
"""Headers and body of the next request; and its path, where each has its own."""


@dataclass
class Measured:
    """Answers of a run: seconds each took, and how many were not a success."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    whole: float = 0.0

    @property
    def per_second(self) -> float:
        """Successes per second."""
        return len(self.seconds) / self.whole if self.whole else 0.0


def quantile(values: list[float], q: float) -> float:
    """The q-quantile by rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


async def _one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, host: str, make: MakeRequest
) -> bool:
    headers, body, *own = make()
    path = own[0] if own else path
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write((head + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n").encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.split(b":")[1]))
    return answer[9:10] == b"2"


async def load(url: str, make: MakeRequest, seconds: float, connections: int, rate: float | None = None) -> Measured:
    """Keeps connections busy, or spreads ``rate`` requests per second over them."""
    parts, found = urlsplit(url), Measured()
    began = time.perf_counter()
    end = began + seconds

    async def worker(number: int) -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        turn = began + (number / rate if rate else 0)
        try:
            while time.perf_counter() < end:
                started = time.perf_counter()
                if rate:
                    # Counted from when it was due, so that a stall is not left out.
                    await asyncio.sleep(max(0.0, turn - started))
                    started, turn = turn, turn + connections / rate
                if await _one(reader, writer, parts.path, parts.netloc, make):
                    found.seconds.append(time.perf_counter() - started)
                else:
                    found.refused += 1
        finally:
            writer.close()

    await asyncio.gather(*(worker(n) for n in range(connections)))
    found.whole = time.perf_counter() - began
    return found
