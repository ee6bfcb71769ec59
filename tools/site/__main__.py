"""``python -m tools.site``: builds ``build/site`` from the documents. 0 built, 1 refused (a link, or something from elsewhere), 2 something lacks."""

import shutil

from deploy.local.processes import ROOT
from tools import arguments
from tools.node import NoNode, install
from tools.site.building import HERE, build, lets_through
from tools.site.outside import faults
from tools.site.pages import PAGES, documents, gather

SITE = ROOT / "build/site"
DRAWING = "node_modules/mermaid/dist/mermaid.min.js"


def main(given: list[str]) -> int:
    """Builds the site; prints what is wrong with it. Raises NoNode."""
    arguments.nothing_else("tools.site", __doc__, given)
    if through := lets_through():
        print(f"the build lets planted faults through: {', '.join(through)}")
        return 1
    gather(ROOT, PAGES, documents())
    install(HERE)
    (PAGES / "drawing").mkdir()
    shutil.copyfile(HERE / DRAWING, PAGES / "drawing/mermaid.min.js")
    ended, said = build("mkdocs.yml")
    if ended:
        print(said)
        return 1
    found = faults(SITE)
    pages = len(list(SITE.rglob("*.html")))
    last = f"build/site: {pages} pages; search needs it served: python -m http.server -d build/site"
    print("\n".join([*found, last]))
    return 1 if found else 0


if __name__ == "__main__":
    arguments.end_with(main, NoNode)
