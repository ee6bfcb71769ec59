"""How an existing roster is read and taken in: its file row by row, in batches, under a lease (WM 7)."""
