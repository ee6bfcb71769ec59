"""Every answer there is to why somebody was told of an event, or was not (WM 6, 17); a test holds the documents to it."""

OF_MAIL = (
    "immediately", "urgent", "no_mailbox", "quiet_hours", "daily", "weekly", "muted", "folded", "kind_not_wanted",
    "outside_the_filter", "not_wanted", "another_mailbox_acts", "done_meanwhile", "not_shown", "mailbox_gone",
    "agreement_withdrawn", "not_concerned", "unknown_event",
)  # fmt: skip
OF_ENDPOINTS = (
    "asked_for", "type_not_asked_for", "region_not_asked_for", "area_not_asked_for", "registered_later",
    "came_too_late", "webhook_disabled", "not_announced",
)  # fmt: skip
WHY_CODES = (*OF_MAIL, *OF_ENDPOINTS)
