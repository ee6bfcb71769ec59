"""``python -m deploy.backup take|list|verify|restore``: backups of a deployment, all databases at one point of their log."""

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path

import asyncpg

from deploy.backup.index import Damaged, Index, NoBackup, one_of, verify
from deploy.backup.restoring import NotRestored, restore, what_follows
from deploy.backup.taking import NotTaken, take
from shared.runtime.backups import whole

URL, DOCUMENTS = "ACSG_BACKUP_URL", "ACSG_DOCUMENTS_FOLDER"


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    made = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    made.add_argument("what", choices=["take", "list", "verify", "restore"])
    made.add_argument("name", nargs="?", help="of a backup; the newest without it")
    made.add_argument("--folder", type=Path, required=True, help="where backups stand, readable by their owner alone")
    made.add_argument("--deployment", default=os.environ.get("ACSG_DEPLOYMENT") or "wca")
    made.add_argument(
        "--keep", type=Path, action="append", default=[], help="take: a file or folder to keep too (secrets, keys)"
    )
    made.add_argument("--binaries", type=Path, help="take: folder of pg_basebackup; PATH without it")
    made.add_argument("--into", type=Path, help="restore: the server's data folder, empty or not there")
    made.add_argument("--files", type=Path, help="restore: where kept files go; they are left out without it")
    made.epilog = f"{URL}: address of PostgreSQL's administrator, who may replicate; {DOCUMENTS}: kept too"
    return made


def main(arguments: list[str]) -> int:
    """Exit status 2 for what the person can mend, 1 for a backup that is damaged or missing."""
    asked = parser().parse_args(arguments)
    try:
        return _run(asked)
    except (Damaged, NoBackup) as fault:
        print(fault, file=sys.stderr)
        return 1
    except (NotTaken, NotRestored) as fault:
        print(fault, file=sys.stderr)
        return 2
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as fault:
        # What the driver says of an address holds the address.
        print(f"the server of {URL} cannot be used: {type(fault).__name__}", file=sys.stderr)
        return 2


def _run(asked: argparse.Namespace) -> int:
    if asked.what == "take":
        if not (url := os.environ.get(URL)):
            raise NotTaken(f"{URL} is needed: the address of PostgreSQL's administrator")
        made = asyncio.run(take(asked.folder, url, asked.deployment, asked.binaries or Path(), _kept(asked.keep)))
        print(_line(made))
    elif asked.what == "list":
        for one in whole(asked.folder):
            print(_line(one))
    elif asked.what == "verify":
        print(_line(one := one_of(asked.folder, asked.name)))
        print(f"{len(verify(one).files)} files are as they were taken")
    else:
        if asked.into is None:
            raise NotRestored("--into is needed: the data folder of the server that will start on it")
        for line in what_follows(restore(one_of(asked.folder, asked.name), asked.into, asked.files)):
            print(line)
    return 0


def _kept(named: list[Path]) -> list[Path]:
    """What is named, and the folder of documents where the environment says it, as dialogue reads it.

    It is copied after the databases: a row that is in them was written after its content, which nobody changes.
    """
    documents = os.environ.get(DOCUMENTS)
    return [*named, Path(documents)] if documents and Path(documents) not in named else named


def _line(backup: Path) -> str:
    index = Index.of(backup)
    said = {"name": backup.name, "deployment": index.deployment, "age_s": round(time.time() - index.begun)}
    size = sum(size for size, _ in index.files.values())
    return json.dumps(said | {"bytes": size, "files": len(index.files), "epochs": index.epochs})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
