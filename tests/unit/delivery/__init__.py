"""Tests of the pure part of delivery."""
