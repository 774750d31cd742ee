"""The page of ``dateline explain --html``: one article, what cleaning took from it and what it states."""

from service.cli.explain_page.page import render_page

__all__ = ["render_page"]
