"""What the console asks of the gateway: one document a page, with the person's own token."""
