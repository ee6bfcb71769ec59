"""Every document of the console is one that the gateway takes, and every page names those it asks by."""

import re
from pathlib import Path

import pytest
from graphql import FieldNode, FragmentSpreadNode, Visitor, build_schema, parse, validate, visit

from services import console
from services.console.asking.documents import document, names
from services.console.forms.kinds import KINDS
from services.console.http.register import register
from services.gateway.graphql.limits import DocumentLimits
from services.gateway.graphql.schema import build_schema as of_gateway
from services.gateway.graphql.schema import limits_of
from services.gateway.settings import GatewaySettings

HOUSE = Path(console.__file__).parent
SCHEMA = build_schema(of_gateway().as_str())


def faults(text: str) -> list[str]:
    return [one.message for one in validate(SCHEMA, parse(text))]


@pytest.mark.parametrize("name", names())
def test_the_gateway_takes_it(name: str) -> None:
    assert faults(document(name)) == []
    limits: DocumentLimits = limits_of(GatewaySettings(database_url=""))
    assert len(document(name)) < limits.characters / 10


def test_a_planted_field_is_found() -> None:
    assert faults(document("shown").replace("itemId", "itemNumber"))


WITHOUT_PAGES = {
    "regions": "gaps, the latest first, and comparisons: one more is asked for than is shown, and the page says so",
    "shown": "the gateway has no places in it: one more is asked for than is shown, and the page says so",
    "ready": "the best of a ranking: one more is asked for than is shown, and the page says so",
    "ready_in_crisis": "the best of a ranking, likewise",
    "ranking": "the best of a ranking, likewise",
    "thread": "each message has its number, the thread says how many there are, and its page leads on",
}
"""Documents of lists without pages, with the reason and how a reader learns that there are more."""
ENDS = {"pageInfo", "after", "cursor", "totalCount"}
"""What tells of a list whether there are more."""


class Lists(Visitor):
    """Collects fields that take the first of a list and do not learn whether there are more."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        asked = {one.name.value for one in node.arguments or ()}
        inside = node.selection_set.selections if node.selection_set else ()
        tells = {one.name.value for one in inside if isinstance(one, FieldNode | FragmentSpreadNode)}
        if "first" in asked and not tells & ENDS and tells != {"found"}:
            self.silent.append(node.name.value)


def silent_lists(text: str) -> list[str]:
    found = Lists()
    visit(parse(text), found)
    return found.silent


def test_no_list_ends_without_a_word() -> None:
    found = {name for name in names() if silent_lists(document(name))}
    assert found == set(WITHOUT_PAGES)
    literal = [name for name in WITHOUT_PAGES if re.search(r"first:\s*\d", document(name))]
    assert literal == [], "how many are asked for stands beside how many are shown"
    assert "totalCount" in document("find"), "what the fragment says of each list"


def test_every_page_of_a_list_can_be_asked_for() -> None:
    """Who asks for the first page alone, of a list that has more, reads the first and stops."""
    asked = re.compile(r"""ask\(\s*["'](\w+)["'][^)]*after=None""")
    sources = [path.read_text() for path in sorted(HOUSE.rglob("*.py"))]
    assert [one for text in sources for one in asked.findall(text)] == []
    assert asked.findall('await visit.ask("warnings", filter=x, after=None)') == ["warnings"]


@pytest.mark.parametrize(
    "planted",
    [
        "query { meetings(first: 50) { nodes { itemId } } }",
        "query($n: Int!) { a: ranking(requestId: 1, first: $n) { lineId } }",
    ],
)
def test_a_list_that_is_cut_in_silence_is_found(planted: str) -> None:
    assert silent_lists(planted)
    assert not silent_lists(document("meetings"))


def test_pages_name_their_documents() -> None:
    named = {one for page in register() for one in page.documents}
    named |= {one for kind in KINDS.values() for one in (kind.send, kind.revise, kind.check) if one}
    assert named == set(names())
