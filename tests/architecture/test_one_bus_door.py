"""Every client of a broker is made in one place, so that none can forget to say who it is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = {f"shared/runtime/kafka/{name}.py" for name in ("clients", "administrator", "faust_apps")}
MADE = {
    "AIOKafkaConsumer", "AIOKafkaProducer", "AIOKafkaAdminClient", "AIOKafkaClient", "AdminClient", "Producer",
    "DeserializingConsumer", "SerializingProducer",
}  # fmt: skip
SAID = ("security.protocol", "sasl.jaas.config", "sasl.mechanism", "sasl.password", "security_protocol")
"""Names of settings that say how a client comes in."""
LISTENERS = "deploy/local/kafka/doors.py"
"""Says how a broker itself listens."""


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        return "AIOKafkaClient" if (owner, node.func.attr) == ("faust", "App") else node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def doors(path: str, source: str) -> list[str]:
    """Clients made elsewhere: an object, or the settings of one."""
    if path in PLACES:
        return []
    tree = ast.parse(source)
    confluent = any(isinstance(n, ast.ImportFrom) and (n.module or "").startswith("confluent_kafka") and
                    any(a.name == "Consumer" for a in n.names) for n in ast.walk(tree))  # fmt: skip
    made = MADE | ({"Consumer"} if confluent else set())
    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in made]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.keyword):
            continue
        texts = [node.value] if isinstance(node, ast.Constant) else [node.arg]
        said = [t for t in texts if isinstance(t, str) and (t.endswith(SAID) or t == "bootstrap_servers")]
        if said and path != LISTENERS:
            lines.append(node.lineno)
    return [f"{path}:{line}: make it from a BrokerDoor (shared/runtime/kafka/clients.py)" for line in sorted({*lines})]


def test_one_place_makes_clients_of_brokers() -> None:
    files = [file for room in ("services", "shared", "deploy") for file in (ROOT / room).rglob("*.py")]
    assert len(files) > 300
    assert [fault for file in files for fault in doors(str(file.relative_to(ROOT)), file.read_text())] == []
    assert all(doors("elsewhere.py", (ROOT / place).read_text()) != [] for place in PLACES)


@pytest.mark.control
@pytest.mark.parametrize(
    "planted",
    [
        "from aiokafka import AIOKafkaProducer\nAIOKafkaProducer(client_id='x')\n",
        "import aiokafka\naiokafka.AIOKafkaConsumer()\n",
        "from aiokafka.admin import AIOKafkaAdminClient\nAIOKafkaAdminClient(bootstrap_servers='x:9092')\n",
        "import faust\nfaust.App('x', broker='kafka://x')\n",
        "from confluent_kafka.admin import AdminClient\nAdminClient({})\n",
        "from confluent_kafka import Consumer\nConsumer({})\n",
        "said = {'wca.security.protocol': 'PLAINTEXT'}\n",
        "make(bootstrap_servers='x:9092')\n",
    ],
)
def test_a_planted_client_is_found(planted: str) -> None:
    assert len(doors("services/x/main.py", planted)) == 1
