"""Reaching the brokers: settings, certificates, topics, and what a fault means."""
