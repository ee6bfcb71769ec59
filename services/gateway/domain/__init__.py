"""What the gateway counts. Pure."""
