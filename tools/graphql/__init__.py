"""The GraphQL interface held against what others use: a comparison with what was released, Relay's compiler, the HTTP audit."""
