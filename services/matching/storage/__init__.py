"""Tables of matching and what reads and writes them."""
