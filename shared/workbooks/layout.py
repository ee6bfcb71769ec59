"""How a workbook calls its parts: keys that nobody sees, and titles in the reader's language."""

import re
from collections.abc import Iterable

from shared.wording.fields import field_word
from shared.workbooks.form import Field, Form, Sheet

META = "acsg"
"""Sheet that says which form it is, of which version, in which language; it is not seen."""
PARENT = "^"
"""Column that names the row of another sheet to which a row belongs."""
FIRST_ROW = 3
"""Row of a list's first entry; its keys and its labels stand above. Rows count from 1, as people see them."""
FIRST_ANSWER = 3
"""Column of a question's first answer; its key and its label stand before."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def question_key(field: Field) -> str:
    """What stands before a question, unseen."""
    return f":{field.key}"


def column_key(sheet: Sheet, name: str) -> str:
    """What stands above a column, unseen."""
    return f"{sheet.key}:{name}"


def titles(form: Form, language: str) -> dict[str, str]:
    """Key of a sheet -> its title, no two alike: '' is the sheet of questions, ``lists`` that of what can be chosen."""
    found: dict[str, str] = {}
    wanted = {"": field_word(form.kind, language)} | {
        one.key: field_word(one.path[-1], language) for one in form.sheets
    }
    for key, title in (wanted | {"lists": field_word("lists", language)}).items():
        found[key] = _free(_FORBIDDEN.sub(" ", title).strip()[:28], found.values())
    return found


def _free(title: str, taken: Iterable[str]) -> str:
    known = {one.lower() for one in (*taken, META)}
    names = (title, *(f"{title} {number}" for number in range(2, 100)))
    return next(one for one in names if one.lower() not in known)


def label_of(field: Field, language: str) -> str:
    """What a question is called, with what it stands in."""
    words = dict.fromkeys(field_word(one, language) for one in field.path)
    return " › ".join(words) + (" *" if field.needed else "")
