"""Every fault of the settings at once, and no secret in what is said of them."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.local.processes import ROOT
from shared.runtime.checking import certificates, machine
from shared.runtime.checking.command import as_json, as_text
from shared.runtime.checking.table import PROBES
from shared.runtime.checking.told import kind_of, tell
from shared.runtime.roles import SMALL

GOOD = {"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z", "MODE": "development"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("ACSG_")]:
        monkeypatch.delenv(name)


def said(monkeypatch: pytest.MonkeyPatch, service: str = "roster", **given: str) -> list[str]:
    for name, value in given.items():
        monkeypatch.setenv(f"ACSG_{name}", value)
    return [one.said for one in tell(kind_of(service)).findings if not one.ok]


@pytest.mark.parametrize("service", SMALL)
def test_what_is_well_set_is_good_for_every_service(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, service, **GOOD) == []


@pytest.mark.parametrize(
    ("service", "given", "words"),
    [
        ("roster", {}, "ACSG_DATABASE_URL: is needed"),
        ("roster", {"POOL_SIZE": "many"}, "ACSG_POOL_SIZE: Input should be a valid integer"),
        ("roster", {"EPOCH": "0"}, "ACSG_EPOCH: Input should be greater"),
        ("roster", {"PEERS": "{wca"}, "ACSG_PEERS: is no JSON"),
        ("roster", {"PEERS": '{"wca": {"intake": 1}}'}, "at wca.intake"),
        ("roster", {"EPOK": "2"}, "ACSG_EPOK: there is no such setting"),
        ("roster", {"DATABSE_URL": "x"}, "ACSG_DATABSE_URL: there is no such setting"),
        ("roster", {"MODE": "production", "FAILPOINT": "x"}, "a failpoint is set in production"),
        ("roster", {"MODE": "production", "AUDIENCE_BEFORE": "x"}, "audience_before is set in production"),
        ("roster", {"MODE": "production", "KAFKA_BOOTSTRAP": "kafka:9092"}, "is not on this machine"),
        ("roster", {"KAFKA_SECURITY": "SASL_SSL"}, "kafka_user is needed"),
        ("console", {"CONSOLE_KEYS": "short"}, "console_keys"),
        ("notifications", {"TIME_ZONE": "Mars"}, "is no time zone"),
    ],
)
def test_each_kind_of_fault_is_named_and_the_service_refuses_it_too(
    service: str, given: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = said(monkeypatch, service, **((GOOD if given else {}) | given))
    assert [one for one in found if words in one] == found
    assert len(found) >= 1
    if "no such setting" not in words:
        with pytest.raises(ValueError):
            kind_of(service)()


def test_faults_of_every_kind_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = said(
        monkeypatch, MODE="production", EPOCH="x", PEERS="[", FAILPOINT="x", AUDIENCE_BEFORE="y", WITHHELD="nothing.x"
    )
    for words in ("DATABASE_URL", "EPOCH", "PEERS", "failpoint", "audience_before", "nothing.x"):
        assert [one for one in found if words in one], words
    with pytest.raises(ValueError) as refused:
        kind_of("roster")()
    # The control: a start names only the first kind of them.
    assert not isinstance(refused.value, ValidationError)


def test_no_setting_of_another_service_is_taken_for_a_misspelling(monkeypatch: pytest.MonkeyPatch) -> None:
    everybodys = {name for service in SMALL for name in kind_of(service).model_fields} - {"service"}
    composed = set(re.findall(r"ACSG_([A-Z_]+)", (ROOT / "deploy/compose.yml").read_text()))
    for name in {*(one.upper() for one in everybodys), *composed}:
        monkeypatch.setenv(f"ACSG_{name}", "")
    wrong = {
        (service, one.said)
        for service in SMALL
        for one in tell(kind_of(service)).findings
        if "no such setting" in one.said
    }
    assert wrong == set()


SECRETS = {
    "DATABASE_URL": "postgresql://role:{}@127.0.0.1:1/z",
    "MIGRATION_URL": "postgresql//role:{}@127.0.0.1",
    "SMTP_URL": "smtp://us:{}@127.0.0.1:1",
    "CLIENT_SECRET": "{}",
    "METRICS_TOKEN": "{}",
    "MAIL_LINK_KEYS": '["{}"]',
    "CONSOLE_KEYS": "{}",
    "CONSOLE_CLIENT_SECRET": "{}",
    "POOL_SIZE": "{}",
    "PEERS": "{}",
}


@pytest.mark.parametrize("service", SMALL)
def test_no_secret_is_printed(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {name: f"hush-{name.lower()}-hush" for name in SECRETS}
    for name, shape in SECRETS.items():
        monkeypatch.setenv(f"ACSG_{name}", shape.format(secrets[name]))
    told = tell(kind_of(service))
    # The worst that a probe could say: all that it was given.
    found = [
        *told.findings,
        *(type(told.findings[0])("planted", False, str(v), "") for v in vars(told.settings).values()),
    ]
    printed = [one.without(told.secrets) for one in found]
    for text in (as_text(service, printed), as_json(service, printed)):
        assert "hush" not in text, re.findall(r".*hush.*", text)
    assert "hush" in as_text(service, found)


def test_every_file_and_folder_of_a_setting_is_looked_at() -> None:
    named = {*certificates.FILES, *machine.FOLDERS, *machine.FILES, *machine.READ, *machine.FILES_BY_NAME}
    of_files = {
        name
        for service in SMALL
        for name, field in kind_of(service).model_fields.items()
        if Path.__name__ in str(field.annotation)
    }
    assert of_files == named


def test_every_need_of_a_probe_is_a_setting() -> None:
    known = {name for service in SMALL for name in kind_of(service).model_fields}
    assert {name for probe in PROBES for name in probe.needs} <= known
    assert len({probe.name for probe in PROBES}) == len(PROBES) == 12
