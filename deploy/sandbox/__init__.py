"""The sandbox: made-up States whose requests and offers live their lives, for integrators to try and to break."""
