"""Renders Grafana's boards and Prometheus' targets from our declarations, and holds rules and boards with Prometheus' tool."""
