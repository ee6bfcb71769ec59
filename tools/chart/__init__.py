"""Renders what the Helm chart takes from our declarations, and holds what the chart makes against published schemas."""
