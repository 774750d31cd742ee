"""Settings of a command: the environment, and what its options override."""

from service.settings import Settings, load_settings


def settings_for(bootstrap_servers: str | None = None) -> Settings:
    """Load the settings.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    overrides = {} if bootstrap_servers is None else {"kafka": {"bootstrap_servers": bootstrap_servers}}
    return load_settings(**overrides)
