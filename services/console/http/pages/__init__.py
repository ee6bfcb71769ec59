"""The pages: one file each, found by the register."""
