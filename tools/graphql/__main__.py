"""``python -m tools.graphql``: status 1 when the schema breaks what was released, or Relay's compiler refuses an example."""

from tools.arguments import end_with, nothing_else
from tools.graphql.checking import breaking, compiled
from tools.node import NoNode


def main(arguments: list[str]) -> int:
    """Prints every fault."""
    nothing_else("tools.graphql", __doc__, arguments)
    broken = breaking()
    for one in broken:
        print(f"breaks what was released: {one['at']}: {one['fault']}")
    good, words = compiled()
    print(words.strip())
    return 1 if broken or not good else 0


if __name__ == "__main__":
    end_with(main, NoNode)
