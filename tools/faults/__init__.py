"""Faults in full size: processes killed and endpoints that misbehave, with the result table that the docs show."""
