"""A realm of Keycloak for deployments of the mechanism: who signs in, what a token says, and for whom it is good."""
