"""Dateline's cleaning beside other extractors: quality and CPU, in one run."""
