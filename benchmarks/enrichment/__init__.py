"""Enrichment over the gold documents of one task: a module a task, each with ``predict``."""
