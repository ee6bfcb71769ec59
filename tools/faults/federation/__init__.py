"""Faults between deployments of real processes: cuts, dumb connections, slow lines, lost and repeated records."""
