"""What a figure stands on: a folder, a PostgreSQL with databases of services, a broker if one is wanted; gone at the end."""

import asyncio
import tempfile
from contextlib import ExitStack
from pathlib import Path

from deploy.local.kafka.broker import Kafka
from deploy.local.kafka.jars import install
from deploy.local.postgres import Postgres
from deploy.local.processes import port
from deploy.local.provision import provision
from shared.runtime.db.migrations import upgrade


class Ground:
    """Use it with ``with``; what is put onto ``ending`` ends before the servers do."""

    def __enter__(self) -> "Ground":
        self.ending = ExitStack()
        try:
            self.folder = Path(self.ending.enter_context(tempfile.TemporaryDirectory()))
            self.server = Postgres(self.folder / "postgres", port(0, "PostgreSQL"))
            self.server.start()
            self.ending.callback(self.server.stop)
        except BaseException:
            self.ending.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.close()

    def database(self, service: str, name: str = "") -> tuple[str, str]:
        """Addresses for the service and for the owner of a fresh database, ``acsg_<service>`` unless named."""
        own, owner = asyncio.run(provision(self.server.url, name or f"acsg_{service}", self.folder))
        upgrade(service, owner)
        return own, owner

    def kafka(self) -> Kafka:
        """A broker of its own."""
        install()
        broker = Kafka(self.folder / "kafka", port(0, "Kafka"), port(0, "Kafka's controller"))
        broker.start()
        self.ending.callback(broker.stop)
        return broker
