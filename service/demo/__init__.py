"""The demo: a broker, the sample articles, the service, all on this machine."""
