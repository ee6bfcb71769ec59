"""Notifications: from events to deliveries for those concerned, by e-mail and signed webhook (WM 6, 8)."""
