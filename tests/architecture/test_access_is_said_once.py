"""Who stands in what is said in one place, and every row of the policy names the roles it asks for."""

import ast
from pathlib import Path

import pytest

from shared.modalities.access.policy import RULES
from shared.modalities.access.relations import WITHOUT_PARTIES, CountryStandsAs, Relation, StandsAs
from shared.modalities.access.resource import PartyRole, Resource

ROOT = Path(__file__).parents[2]
THE_PLACE = {
    f"shared/modalities/access/{name}.py"
    for name in (
        "resource",
        "resources",
        "practices",
        "crises",
        "projects",
        "editions",
        "experts",
        "organisations",
        "assessments",
        "national_plans",
        "links",
        "initiatives",
        "calls_for_action",
        "liaisons",
        "funds",
        "imports",
    )
}
MAKERS = {"Resource", "in_roles", "role_word"}
"""What makes a thing of the policy out of parties."""
READS_WORDS = {"services/gateway/read_model/readable.py", "shared/runtime/db/row_security/reach.py"}
"""The policy's own words as conditions of SQL."""


def made_elsewhere(path: str, source: str) -> list[str]:
    """Where a file makes a thing of the policy itself, as ``path:line``."""
    if path in THE_PLACE:
        return []
    makers = MAKERS - ({"role_word"} if path in READS_WORDS else set())
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            # A resource whose parts are replaced is made as much as one made anew.
            replaced = name == "replace" and {one.arg for one in node.keywords} & {"roles", "shown_to", "serving"}
            if name in makers or replaced:
                found.append(f"{path}:{node.lineno}")
    return found


def test_no_code_but_one_says_who_stands_in_what() -> None:
    files = [p for top in ("shared", "services", "tools", "deploy") for p in sorted((ROOT / top).rglob("*.py"))]
    assert len(files) > 300
    assert [f for p in files for f in made_elsewhere(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "planted",
    [
        "thing = Resource(state.region, frozenset(state.content.requesting_states))",
        "thing = resource.Resource(region)",
        "thing = replace(of_request(state), roles=frozenset())",
        "thing = stored(region, in_roles({R.REQUESTER: state.content.supporters}))",
    ],
)
def test_a_planted_resource_is_found(planted: str) -> None:
    assert made_elsewhere("services/intake/http/changes.py", planted) == ["services/intake/http/changes.py:1"]


def unnamed(relations: list[Relation]) -> list[Relation]:
    """Relations that ask for parties and do not say in which role."""
    return [
        one for one in relations
        if one not in WITHOUT_PARTIES and not (isinstance(one, StandsAs | CountryStandsAs) and one.roles)
    ]  # fmt: skip


def test_every_rule_names_the_roles_it_asks_for() -> None:
    assert unnamed([rule.relation for rule in RULES]) == []
    asked = {r for rule in RULES if isinstance(rule.relation, StandsAs | CountryStandsAs) for r in rule.relation.roles}
    assert asked == set(PartyRole)


def test_a_planted_relation_without_roles_is_found() -> None:
    def own(actor: object, thing: Resource) -> bool:
        return any(str(actor) in word for word in thing.roles)

    assert unnamed([own, StandsAs(()), *WITHOUT_PARTIES]) == [own, StandsAs(())]
