"""The demo of one region: loads public cases through the public APIs and drives one request to a confirmed match."""
