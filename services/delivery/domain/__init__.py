"""An engagement, and what it needs of the outside. Pure."""
