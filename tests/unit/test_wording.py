"""Texts as people type them: what can be seen, what is the same, which words there are."""

import re
import subprocess
import unicodedata
from shutil import which

import pytest

from services.matching.fit.subject import words as meaningful
from shared.wording.folded import folded, key, same
from shared.wording.visible import VISIBLE, composed, visible
from shared.wording.words import words

UNSEEN = {
    "zero-width spaces": "\u200b" * 3, "soft hyphens": "\u00ad" * 3, "turning marks": "\u202e" * 3,
    "mark and joiner": "\ufeff\u200d\ufeff", "isolates": "\u2066\u2069\u2068", "variation selectors": "\ufe0f\ufe00\U000e0100",
    "hangul fillers": "\u3164\u115f\uffa0", "blank braille": "\u2800" * 3, "tags": "\U000e0041\U000e007f\U000e0041",
    "ideographic spaces": "\u3000" * 3, "no-break spaces": "\u00a0\u202f\u2007", "controls": "\x01\x1f\x7f\x85",
    "mongolian separators": "\u180e\u180b\u180f", "word joiners": "\u2060\u2061\u2064", "line separators": "\u2028\u2029",
    "object replacement": "\ufffc", "khmer inherent vowels": "\u17b4\u17b5", "arabic letter mark": "\u061c",
    "musical null note head": "\U0001d159", "shorthand controls": "\U0001bca0",
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_no_character(name: str) -> None:
    assert visible(UNSEEN[name]) == 0
    assert visible(f"a{UNSEEN[name]}b") == 2
    assert not re.search(VISIBLE, UNSEEN[name])


@pytest.mark.parametrize(
    "text", ["abc", "été", "لجوء", "难民", "देश", "ኢትዮ", "👩‍🌾", "a b", "ⴰⴼⵔ", "۱۲۳", "!?", "\U0001e900"]
)
def test_what_is_seen_counts(text: str) -> None:
    assert visible(text) >= 1


@pytest.mark.skipif(which("perl") is None, reason="perl holds Unicode's own tables")
def test_the_ignorable_are_those_of_unicode() -> None:
    program = r"for my $c (0..0x10FFFF) { next if $c >= 0xD800 && $c <= 0xDFFF; print $c, ' ' if chr($c) =~ /\p{Default_Ignorable_Code_Point}/ }"
    said = subprocess.run(["perl", "-e", program], capture_output=True, text=True, check=True).stdout
    codes = [int(code) for code in said.split()]
    assert len(codes) > 4000
    assert [hex(code) for code in codes if visible(chr(code))] == []


def test_every_blank_of_unicode_is_unseen() -> None:
    blank = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in {"Zs", "Zl", "Zp", "Cc"}]
    assert len(blank) > 80
    assert [hex(ord(c)) for c in blank if visible(c)] == []


SAME = [
    ("Déploiement", "deploiement"), (unicodedata.normalize("NFD", "Décisions équitables"), "DECISIONS EQUITABLES"),
    ("Côte d’Ivoire", "COTE D'IVOIRE"), ("İstanbul", "istanbul"), ("Türkiye", "turkiye"), ("Straße", "STRASSE"),
    ("Łódź", "lodz"), ("Ångström", "angstrom"), ("Ёлка", "елка"), ("Ｆｕｌｌ－ｗｉｄｔｈ１", "full-width1"), ("ﬁnal", "final"),
    ("لُجُوءٌ", "لجوء"), ("الـلـجـوء", "اللجوء"), ("أفغانستان", "افغانستان"), ("إدارة", "اداره"), ("على", "علي"),
    ("کمک", "كمك"), ("ﻻجئ", "لاجئ"), ("難民身份確定程序培訓", "难民身份确定程序培训"), ("٢٠٢٧", "2027"), ("soft\u00adhyphen", "softhyphen"),
    ("אַבְרָהָם", "אברהם"), ("Ἀθῆναι", "αθηναι"), ("WCA-SR-2026-000001", " wca-sr-2026-000001 "),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_letters(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("कि", "की"), ("กา", "กี"), ("2027", "2028"), ("Congo", "Kongo")]
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert not same(one, other)


def test_folding_twice_changes_nothing() -> None:
    for one, other in SAME:
        assert folded(folded(one)) == folded(one)
        assert key(key(other)) == key(other)


def test_words_of_scripts_with_and_without_blanks() -> None:
    assert list(words("L’accès à l'aide, 2 fois", 2)) == ["acces", "aide", "fois"]
    assert list(words("难民身份")) == ["难民", "民身", "身份"]
    assert list(words("难")) == ["难"]
    assert list(words("培训RSD课程")) == ["培训", "rsd", "课程"]
    assert list(words("ผู้ลี้ภัย"))
    assert list(words("")) == []


def test_two_chinese_texts_about_the_same_share_words() -> None:
    asked, offered = meaningful("难民身份确定程序培训"), meaningful("为庇护官员提供難民身份確定培訓")
    assert {"难民", "身份", "确定", "培训"} <= set(asked) & set(offered)
    assert meaningful("Décisions équitables en 2027") == meaningful(
        unicodedata.normalize("NFD", "decisions ÉQUITABLES")
    )


def test_what_is_kept_is_composed() -> None:
    assert composed(unicodedata.normalize("NFD", "é")) == "é"
    assert composed("plain") == "plain"
