"""Measurements: each module is a command that prints the figures it is named for."""
