"""One folder per service. No service imports another; they meet on the bus, in shared.contracts."""
