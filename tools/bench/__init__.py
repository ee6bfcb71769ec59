"""Measured figures: ratios taken in one run, interleaved; never a timed test."""
