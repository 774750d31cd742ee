"""Files, archives and pipes to records."""
