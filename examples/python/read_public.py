"""Keeps what the mechanism shows to the public in a SQLite file. Each event has its effect once, whatever crashes.

python read_public.py public.db        (settings by environment, as `deploy.access create` hands them out)
"""

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import ssl

from aiokafka import AIOKafkaConsumer

KINDS = ("support-request", "support-offer", "match", "engagement", "good-practice", "peer-link")
TOPICS = [f"acsg.public.{kind}" for kind in KINDS]
SCHEMA = """create table if not exists seen (source text, id text, primary key (source, id));
create table if not exists item (
    topic text, key text, epoch int, version int, fields text, changes int default 1, primary key (topic, key));
"""
EFFECT = """
insert into item (topic, key, epoch, version, fields) values (?, ?, ?, ?, ?)
on conflict do update set changes = item.changes + 1,
    fields = case when (excluded.epoch, excluded.version) > (item.epoch, item.version)
             then excluded.fields else item.fields end,
    version = max(excluded.version, item.version), epoch = max(excluded.epoch, item.epoch)"""


def reader(environment):
    """A reader at the integrators' door; its group remembers how far it came, the database what it did."""
    tls = environment["ACSG_SECURITY"] == "SASL_SSL"
    return AIOKafkaConsumer(
        *TOPICS,
        bootstrap_servers=environment["ACSG_BOOTSTRAP"],
        security_protocol=environment["ACSG_SECURITY"],
        ssl_context=ssl.create_default_context(cafile=environment.get("ACSG_CA")) if tls else None,
        sasl_mechanism=environment["ACSG_MECHANISM"],
        sasl_plain_username=environment["ACSG_USERNAME"],
        sasl_plain_password=environment["ACSG_PASSWORD"],
        group_id=environment["ACSG_GROUP"],
        group_instance_id=f"{environment['ACSG_GROUP']}-1",  # started again at once, it goes on at once
        auto_offset_reset="earliest",  # the first start takes everything the log still holds
        enable_auto_commit=False,
    )


def take(database, record):
    """The effect of one event. A repeat has none; a retraction erases the words and keeps the place (WM 17)."""
    headers = {name: value.decode() for name, value in record.headers}
    event = (headers["ce_source"], headers["ce_id"])
    if not database.execute("insert or ignore into seen values (?, ?)", event).rowcount:
        return
    fields = json.loads(record.value).get("fields")
    place = (record.topic, headers["ce_subject"], int(headers["ce_epoch"]), int(headers["ce_aggregateversion"]))
    database.execute(EFFECT, (*place, None if fields is None else json.dumps(fields, ensure_ascii=False)))


async def main(path):
    """Reads until it is told to end. Database first, place second: a crash in between repeats, and repeats do nothing."""
    database, stop = sqlite3.connect(path), asyncio.Event()
    database.executescript("pragma journal_mode = wal; pragma synchronous = full;" + SCHEMA)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with reader(os.environ) as consumer:
        while not stop.is_set():
            batches = await consumer.getmany(timeout_ms=500, max_records=200)
            with database:  # one transaction
                for record in [one for records in batches.values() for one in records]:
                    take(database, record)
            if batches:
                await consumer.commit()
    database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="a SQLite database; made when it is missing")
    asyncio.run(main(parser.parse_args().file))
