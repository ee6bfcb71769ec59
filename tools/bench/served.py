"""Processes that a bench needs beside it: started, waited for, ended with the block."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from deploy.local.processes import port, start, stop, tail


def _wait(url: str, process: Any, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            httpx.get(url, timeout=2)
            return
        except httpx.HTTPError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{url} does not answer:\n{tail(log)}") from None
            time.sleep(0.05)


PLENTY = {"ACSG_RATE_QUOTA": "0"}
"""No quota: one caller asks for all of it, and a refusal would be taken for a fast answer."""


def served(folder: Path, name: str, module: list[str], url: str, **environment: str) -> AbstractContextManager[None]:
    """A module of ours as a process, from its first answer to the end of the block."""
    return running(folder, name, [sys.executable, "-m", *module], url, **environment)


@contextmanager
def running(folder: Path, name: str, line: list[str], url: str, **environment: str) -> Iterator[None]:
    """Any command as a process, from its first answer to the end of the block."""
    log = folder / f"{name}.log"
    process = start(line, log, os.environ | PLENTY | environment)
    try:
        _wait(url, process, log)
        yield
    finally:
        stop(process)


def issuer(folder: Path, ending: ExitStack, deployment: str = "wca") -> str:
    """The development issuer of a deployment; its address."""
    number, smtp = port(0, "issuer"), port(0, "mail catcher")
    address = f"http://127.0.0.1:{number}"
    line = ["deploy.local.desk", "--folder", str(folder), "--port", str(number), "--smtp-port", str(smtp)]
    line += ["--issuer", address, "--key", str(folder / "issuer.key")]
    ending.enter_context(served(folder, "desk", line, f"{address}/keys", ACSG_MODE="development",
                                ACSG_DEPLOYMENT=deployment))  # fmt: skip
    return address


def gateway(folder: Path, ending: ExitStack, database: str, deployment: str = "wca", **more: str) -> tuple[str, str]:
    """The gateway's interface over a database; its address, and the issuer of tokens that are good there."""
    number, signer = port(0, "gateway"), issuer(folder, ending, deployment)
    address = f"http://127.0.0.1:{number}"
    settings = {"ACSG_DATABASE_URL": database, "ACSG_HTTP_PORT": str(number), "ACSG_ISSUER": signer,
                "ACSG_DEPLOYMENT": deployment, "ACSG_SCOPE": "global" if deployment == "geneva" else "regional"}  # fmt: skip
    line = ["services.gateway", "api"]
    ending.enter_context(served(folder, "gateway", line, f"{address}/health/ready", **settings, **more))
    return address, signer


def listening(address: str) -> psutil.Process:
    """The process that listens at an address of this machine. Raises StopIteration when none does."""
    number = int(address.split("/")[2].rpartition(":")[2])
    return psutil.Process(
        next(
            one.pid
            for one in psutil.net_connections("tcp")
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == number and one.pid
        )
    )


def token(signer: str, who: str) -> str:
    """A token of a demo actor."""
    return str(httpx.get(f"{signer}/token", params={"as": who}).json()["access_token"])
