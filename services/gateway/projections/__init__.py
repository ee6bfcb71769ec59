"""From events to the read model."""
