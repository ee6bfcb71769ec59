"""Who but our own services may read the bus: integrators, each with a name, a password and topics of its own."""
