"""What documents a thread takes (WM 8): kinds of files, how large, how many. No kind is one that a browser runs or shows as a page."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from shared.contracts.shapes.values import Title

TITLE: Mapping[str, Any] = TypeAdapter(Title).json_schema()
"""What the address says of a document, its title and who gives it, as the description has it."""
MOST_BYTES = 20_000_000
MOST_DOCUMENTS = 200
"""Of one thread."""
MEDIA_TYPES: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "text/plain": "txt",
    "text/csv": "csv",
    "image/png": "png",
    "image/jpeg": "jpg",
}
"""Media type -> how a file of it is called at its end."""
