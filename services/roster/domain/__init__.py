"""The offer, its capacity and its rules of change; no frameworks."""
