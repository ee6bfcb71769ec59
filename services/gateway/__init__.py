"""The gateway: one GraphQL view over requests, offers, matches, needs and deliveries of a deployment (WM 6)."""
