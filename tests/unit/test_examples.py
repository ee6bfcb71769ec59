"""Examples for integrators are short, and each stands in their README."""

from deploy.local.processes import ROOT

EXAMPLES = ROOT / "examples"


def test_each_example_is_short() -> None:
    files = [EXAMPLES / name for name in ("python/read_public.py", "node/current_state.mjs", "curl/follow.sh")]
    readme = (EXAMPLES / "README.md").read_text()
    for path in files:
        assert len(path.read_text().splitlines()) < 80
        assert str(path.relative_to(EXAMPLES)) in readme
