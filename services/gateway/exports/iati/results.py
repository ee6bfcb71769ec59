"""Results of an activity as XML: an indicator each, with baseline, target and actual value over its period (WM 15.ii, 15.vii)."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from services.gateway.exports.iati.told import Result, words_of

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def results(found: Iterable[Result], language: str) -> Iterator[Element]:
    """Each as the schema asks for it. What is judged in words has a comment and no value."""
    for one in found:
        root = Element("result", {"type": one.kind})
        _say(_add(root, "title"), one.title)
        indicator = _add(root, "indicator", measure=one.measure)
        _say(_add(indicator, "title"), one.indicator)
        if one.baseline is not None:
            _add(indicator, "baseline", **{"year": one.start[:4], "iso-date": one.start, "value": one.baseline})
        period = _add(indicator, "period")
        _add(period, "period-start", **{"iso-date": one.start})
        _add(period, "period-end", **{"iso-date": one.end})
        if one.target is not None:
            _add(period, "target", value=one.target)
        if one.standing is not None:
            actual = _add(period, "actual", **({"value": one.actual} if one.actual is not None else {}))
            comment = _add(actual, "comment")
            _say(comment, words_of()[one.standing][language], language)
            if one.words:
                _say(comment, one.words)
        yield root


def _add(parent: Element, name: str, **attributes: Any) -> Element:
    return SubElement(parent, name, {key: str(value) for key, value in attributes.items()})


def _say(parent: Element, words: str, language: str | None = None) -> None:
    SubElement(parent, "narrative", {LANG: language} if language else {}).text = words
