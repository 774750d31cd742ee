"""Requests that Kafka's client library has not: metadata with what the user may do.

Source: Kafka's protocol guide, Metadata version 8 (KIP-430; brokers since 2.3).
"""

from enum import IntEnum

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Schema, String

TEXT = String("utf-8")


class Operation(IntEnum):
    """What a user may do to a topic, as the protocol numbers it."""

    READ = 3
    WRITE = 4
    CREATE = 5
    DESCRIBE = 8

    def allowed(self, operations: int) -> bool:
        """Say whether it is among the operations of a bit field."""
        return bool(operations >> self & 1)


class MetadataResponse8(Response):  # type: ignore[misc] # aiokafka ships no types
    """Brokers and topics, each with the operations allowed as a bit field."""

    API_KEY = 3
    API_VERSION = 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("node_id", Int32), ("host", TEXT), ("port", Int32), ("rack", TEXT))),
        ("cluster_id", TEXT),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16),
                ("topic", TEXT),
                ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("isr", Array(Int32)),
                        ("offline_replicas", Array(Int32)),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
        ("cluster_authorized_operations", Int32),
    )


class MetadataRequest8(RequestStruct):  # type: ignore[misc] # as above
    """Asks for some topics."""

    API_KEY = 3
    API_VERSION = 8
    RESPONSE_TYPE = MetadataResponse8
    SCHEMA = Schema(
        ("topics", Array(TEXT)),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
    )


class WhatMayWeDo(Request[MetadataRequest8]):  # type: ignore[misc] # as above
    """Asks for topics and what the user may do to them; creates none."""

    API_KEY = 3

    def __init__(self, topics: list[str]) -> None:
        """Name the topics."""
        self._topics = topics

    def build(self, request_struct_class: type[MetadataRequest8]) -> MetadataRequest8:
        """Write the request."""
        return request_struct_class(self._topics, False, True, True)
