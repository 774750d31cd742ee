"""``dateline run`` with the poison stage before the others; settings come from the environment."""

import sys
from functools import partial

from service.app import serve
from service.errors import ServiceError
from service.settings import load_settings
from tests.faults.poison import poisoned


def main() -> int:
    """Run the service; say why it cannot, in one line."""
    try:
        settings = load_settings()
        return serve(settings, partial(poisoned, settings.pipeline))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
