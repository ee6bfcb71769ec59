"""A region whose issuer is Keycloak, with the realm that ``python -m deploy.keycloak`` prints."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from tests.support.at_keycloak import PASSWORD
from tools.keycloak.server import Keycloak, running

PEOPLE = {
    "tchad": {"acsg_role": "state_authority", "acsg_party": "iso3166:TCD", "acsg_lang": "fr"},
    "bureau": {
        "acsg_role": "bureau_officer",
        "acsg_party": "unhcr-bureau:wca",
        "acsg_region": "wca",
        "acsg_lang": "en",
    },
    "geneve": {
        "acsg_role": "geneva_officer",
        "acsg_party": "unhcr:secretariat",
        "acsg_region": "geneva",
        "acsg_lang": "en",
    },
    "delegation": {"acsg_role": "country_office", "acsg_party": "unhcr-office:TCD", "acsg_lang": "fr"},
    "ecre": {"acsg_role": "stakeholder", "acsg_party": "org:ecre", "acsg_lang": "en"},
    "personne": {"acsg_lang": "fr"},
}
"""Somebody for each role that people have, and somebody who has none."""


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """The region before it starts: where its console will be is known."""
    return Stack(
        "wca", services=("intake", "gateway", "console"), root=tmp_path_factory.mktemp("region"), say=lambda _: None
    )


@pytest.fixture(scope="session")
def keycloak(ground: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keycloak]:
    consoles = {"wca": f"http://127.0.0.1:{ground.port('console')}", "esa": "http://127.0.0.1:9"}
    with running(consoles, tmp_path_factory.mktemp("keycloak") / "log") as made:
        for name, attributes in PEOPLE.items():
            made.person(name, PASSWORD, **attributes)
        yield made


@pytest.fixture(scope="session")
def region(ground: Stack, keycloak: Keycloak) -> Iterator[Stack]:
    told = {
        "ACSG_ISSUER": keycloak.issuer, "ACSG_JWKS_URL": f"{keycloak.issuer}/protocol/openid-connect/certs",
        "ACSG_TOKEN_URL": keycloak.token_url, "ACSG_CLIENT": "acsg:wca",
        "ACSG_CLIENT_SECRET": keycloak.secrets["ACSG_CLIENT_SECRET_WCA"], "ACSG_PEER_SCOPE": "acsg-to-{deployment}",
        "ACSG_CONSOLE_CLIENT": "acsg-console-wca",
        "ACSG_CONSOLE_CLIENT_SECRET": keycloak.secrets["ACSG_CONSOLE_SECRET_WCA"],
    }  # fmt: skip
    try:
        ground.lay_ground()
        ground.start_services(told)
        yield ground
    finally:
        ground.down()
