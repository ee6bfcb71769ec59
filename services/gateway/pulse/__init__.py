"""Live figures kept by a Faust process."""
