"""Builds pages by MkDocs, strictly, and tries first whether a page that is wrong on purpose is refused."""

import os
import shutil
import subprocess

from deploy.install import APART
from deploy.local.processes import ROOT

HERE = ROOT / "tools/site"
PLANTED = ROOT / "build/site-planted-pages"
_WRONG = "# Planted\n\n[a file](none.md) and [a heading](#nowhere)\n"
_NAMED = ("none.md", "#nowhere")


def build(settings: str) -> tuple[int, str]:
    """Exit status, and what MkDocs said. Never quiet: its ``--quiet`` drops the warnings that ``--strict`` counts."""
    line = [str(APART["docs"] / "bin/mkdocs"), "build", "--strict", "--clean", "-f", str(HERE / settings)]
    # Material says at each build until when it is mended (May 2027); that is known: requirements/docs.in.
    told = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(line, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def lets_through(planted: str = _WRONG) -> list[str]:
    """What of a planted page the build does not refuse by its name; nothing where the check can be trusted."""
    shutil.rmtree(PLANTED, ignore_errors=True)
    PLANTED.mkdir(parents=True)
    (PLANTED / "README.md").write_text(planted, encoding="utf-8")
    ended, said = build("planted.yml")
    return [name for name in _NAMED if ended == 0 or name not in said]
