"""Tables of the roster and what reads and writes them."""
