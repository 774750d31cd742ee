"""``python -m service`` is the ``dateline`` command."""

from service.cli import main

if __name__ == "__main__":
    main()
