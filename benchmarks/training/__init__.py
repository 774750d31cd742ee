"""Training of the learned parts of cleaning, from the extraction benchmark's pages."""
