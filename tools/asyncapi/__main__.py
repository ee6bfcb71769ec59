"""``python -m tools.asyncapi``: status 1 when a document has an error or an unexpected remark."""

from tools.arguments import end_with, nothing_else
from tools.asyncapi.parse import parse
from tools.node import NoNode


def main(arguments: list[str]) -> int:
    """Prints one line per document and every fault."""
    nothing_else("tools.asyncapi", __doc__, arguments)
    faults = 0
    for one in parse():
        print(
            f"{one['path']}: AsyncAPI {one['version']}, {len(one['channels'] or [])} channels, {one['messages']} messages"
        )
        for words in (*one["errors"], *one["warnings"]):
            print(f"  {words}")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    end_with(main, NoNode)
