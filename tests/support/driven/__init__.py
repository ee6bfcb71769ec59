"""A world of things in many states, driven through the real services, and everything that anybody can read of it."""
