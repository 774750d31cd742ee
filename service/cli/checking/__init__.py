"""What ``dateline check`` looks at, each look in a module of its own; none leaves a trace at the brokers."""
