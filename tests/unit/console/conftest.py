"""Pages before made-up gateways: a field that a template asks for and a thing lacks is a fault, unless a test is about that."""

import jinja2
import pytest

from services.console.http.rendering import templates


@pytest.fixture(autouse=True)
def strict(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped field is found here; in service it is nothing, since views and older states say less."""
    if request.node.get_closest_marker("says_less") is None:
        monkeypatch.setattr(templates(), "undefined", jinja2.StrictUndefined)
