"""The console: one read-only page about this replica, for people, served by the service itself."""

from service.console.page import Console

__all__ = ["Console"]
