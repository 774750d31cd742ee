"""``dateline run`` and ``dateline demo``: hand over to the service and to the demo."""

from service.cli.configure import settings_for


def run_service(bootstrap_servers: str | None) -> int:
    """Run the service until it is told to stop; returns its exit code."""
    from service.app import serve  # noqa: PLC0415 - the demo must not need the service in this process

    return serve(settings_for(bootstrap_servers))


def run_demo(bootstrap_servers: str | None) -> int:
    """Run the demo; returns its exit code."""
    from service.demo.run import demo  # noqa: PLC0415 - the service must not need the demo

    return demo(settings_for(bootstrap_servers), bootstrap_servers)
