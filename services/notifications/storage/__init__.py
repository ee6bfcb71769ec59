"""Tables of notifications and what reads and writes them."""
