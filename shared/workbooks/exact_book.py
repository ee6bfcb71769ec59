"""A workbook by openpyxl, its texts as the file has them. Imported when the first file comes, not before (``archive.opened``)."""

from io import BytesIO
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse


class _Reader(ExcelReader):  # type: ignore[misc]
    """The library's own takes the mark of a written-out underscore away, wherever it stands."""

    def read_strings(self) -> None:
        """The texts that cells share."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


def exact_book(raw: bytes) -> Any:
    """The workbook, its sheets read as they are walked; formulas stay text."""
    reader = _Reader(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    reader.read()
    return reader.wb
