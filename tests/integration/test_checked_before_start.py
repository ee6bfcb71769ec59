"""``check`` of every service at a guarded broker and a real database: nothing is wrong, and then one thing after the other is."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest
from confluent_kafka.admin import AclBindingFilter, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.runtime.db.migrations import revisions
from shared.runtime.kafka.administrator import administrator
from shared.runtime.roles import SMALL
from tests.support.poll import until

READERS = {"roster", "matching", "notifications", "gateway", "delivery"}
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def ground(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything that services need, prepared; none of them runs."""
    made = Stack("wca", services=SMALL, root=tmp_path_factory.mktemp("checked"), guarded=True)
    try:
        made.lay_ground()
        made._prepare()
        yield made
    finally:
        made.down()


def check(ground: Stack, service: str, *arguments: str, **more: str) -> tuple[int, dict[str, Any]]:
    given = ground._environments[service] | more
    line = [sys.executable, "-m", f"services.{service}", "check", "--json", *arguments]
    done = subprocess.run(line, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    found: dict[str, Any] = orjson.loads(done.stdout)
    assert found["ok"] is (done.returncode == 0)
    return done.returncode, found


def wrong(found: dict[str, Any]) -> dict[str, str]:
    return {line["what"]: line["said"] for line in found["findings"] if not line["ok"]}


@pytest.mark.parametrize("service", SMALL)
def test_a_prepared_service_is_ready_to_start(ground: Stack, service: str) -> None:
    status, found = check(ground, service, "--for", "serve")
    assert (status, wrong(found)) == (0, {})
    named = {line["what"] for line in found["findings"]}
    bus = {"topics", "broker"} if service != "console" else set()
    bus |= {"groups"} if service in READERS else set()
    assert {"settings", "database", "database, sealer", "issuer", "clock", "ports", "disk", *bus} <= named


def test_each_role_of_the_database_is_held_to_its_own(ground: Stack) -> None:
    given = ground._environments["roster"]
    own, owner, sealer = (given[f"ACSG_{name}_URL"] for name in ("DATABASE", "MIGRATION", "SEALER"))
    assert "owns tables" in wrong(check(ground, "roster", ACSG_DATABASE_URL=owner)[1])["database"]
    assert "not to be" in wrong(check(ground, "roster", ACSG_DATABASE_URL=sealer)[1]).get("database", "") or (
        "may not read" in wrong(check(ground, "roster", ACSG_DATABASE_URL=sealer)[1])["database"]
    )
    administrator_of = ground.addresses["postgres"].rpartition("/")[0] + "/acsg_roster"
    assert "row security" in wrong(check(ground, "roster", ACSG_DATABASE_URL=administrator_of)[1])["database"]
    assert "may not make" in wrong(check(ground, "roster", ACSG_MIGRATION_URL=own)[1])["database, owner"]
    assert "may not seal" in wrong(check(ground, "roster", ACSG_SEALER_URL=own)[1])["database, sealer"]
    elsewhere = own.rpartition("/")[0] + "/acsg_intake"
    assert "may not connect" in wrong(check(ground, "roster", ACSG_DATABASE_URL=elsewhere)[1])["database"]
    wrong_password = own.replace("@", "x@", 1)
    status, found = check(ground, "roster", ACSG_DATABASE_URL=wrong_password)
    assert (status, wrong(found)["database"]) == (1, "it does not let this role in")


def test_an_older_or_an_empty_database_is_told(ground: Stack) -> None:
    async def stands(revision: str) -> None:
        connection = await asyncpg.connect(ground._environments["roster"]["ACSG_MIGRATION_URL"])
        await connection.execute("update alembic_version set version_num = $1", revision)
        await connection.close()

    older, head = revisions("roster")[-2:]
    asyncio.run(stands(older))
    try:
        assert wrong(check(ground, "roster")[1])["database"] == f"it stands at {older}, this release at {head}"
        assert "database" not in wrong(check(ground, "roster", "--for", "prepare")[1])
    finally:
        asyncio.run(stands(head))
    assert check(ground, "roster")[0] == 0


def test_what_the_broker_does_not_let_us_do_is_told(ground: Stack, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hush-not-this-one")
    found = check(ground, "intake", ACSG_KAFKA_PASSWORD_FILE=str(tmp_path / "password"))[1]
    assert "does not answer acsg.intake" in wrong(found)["broker"]
    assert "hush" not in str(found)
    anybody = {"ACSG_KAFKA_USER": "", "ACSG_KAFKA_SECURITY": "PLAINTEXT"}
    assert "broker" in wrong(check(ground, "intake", **anybody)[1])
    assert (
        "not believed" in wrong(check(ground, "intake", ACSG_KAFKA_CA=str(_strange_authority(tmp_path)))[1])["broker"]
    )
    # As another service it may not write what is intake's, nor read in its groups.
    other = ground._environments["roster"]
    as_roster = {name: other[name] for name in ("ACSG_KAFKA_USER", "ACSG_KAFKA_PASSWORD_FILE")}
    said = wrong(check(ground, "matching", **as_roster)[1])
    assert "no right to" in said["topics"]
    assert "no right to read in" in said["groups"]


def _strange_authority(folder: Path) -> Path:
    from datetime import UTC, datetime

    from deploy.certificates import authority, authority_file

    return authority_file(folder, "strange.pem", authority(datetime.now(UTC), days=300)[0])


async def test_a_rule_or_a_topic_that_is_gone_is_told(ground: Stack) -> None:
    assert ground.kafka is not None
    client = administrator(ground.kafka.door)
    topic = "acsg.delivery.engagement"
    rule = AclBindingFilter(
        ResourceType.TOPIC, topic, ResourcePatternType.LITERAL, "User:acsg.delivery", "*", AclOperation.WRITE,
        AclPermissionType.ALLOW,
    )  # fmt: skip
    assert check(ground, "delivery")[0] == 0
    (gone,) = client.delete_acls([rule]).values()
    assert len(gone.result(30)) == 1

    async def said() -> str:
        return wrong((await asyncio.to_thread(check, ground, "delivery"))[1]).get("topics", "")

    assert topic in await until(said, "the broker to hold to the rule that went")
    client.delete_topics(["acsg.public.engagement"])["acsg.public.engagement"].result(30)

    async def missing() -> bool:
        return "not there: acsg.public.engagement" in str((await asyncio.to_thread(check, ground, "delivery"))[1])

    assert await until(missing, "the topic to be missed")


def test_all_of_it_without_a_database_broker_issuer_and_mail(ground: Stack) -> None:
    away = {
        "ACSG_DATABASE_URL": "postgresql://acsg_notifications:hush@127.0.0.1:1/x", "ACSG_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "ACSG_JWKS_URL": "http://127.0.0.1:1/keys", "ACSG_SMTP_URL": "smtp://u:hush@127.0.0.1:1",
    }  # fmt: skip
    status, found = check(ground, "notifications", **away)
    assert status == 1
    assert set(wrong(found)) == {"database", "broker", "issuer", "mail server", "clock"}
    assert "hush" not in str(found)
