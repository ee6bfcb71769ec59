"""A party that a request names says its own word: it agrees, declines, or takes its part out (WM 3, 15.v)."""

from services.console.http.named import REQUEST, word_page

PAGE = word_page(REQUEST, "title.request_word", "act.request_word")
