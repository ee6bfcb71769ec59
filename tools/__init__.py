"""Generators and checks that run from the Makefile; nothing here is imported by a service."""
