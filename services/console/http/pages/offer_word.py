"""A party that an offer names says its own word: it agrees, declines, or takes its part out (WM 18)."""

from services.console.http.named import OFFER, word_page

PAGE = word_page(OFFER, "title.offer_word", "act.offer_word")
