"""The publish stage: an enriched article to the record that goes on the events topic."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid5

from schemas import SCHEMA_VERSION, Enrichment, InputRef, Lineage, NewsEvent
from service import __version__
from service.admit import Admitted
from service.enrich import Enriched
from service.publish.cloud_events import cloud_event_headers
from service.record import OutputRecord

NAMESPACE = UUID("f8fe9f0c-5d2b-5a5e-9d0a-2c6b4f1f0d57")
"""Namespace of event ids; changing it changes every id."""


@dataclass(frozen=True, slots=True)
class Published:
    """A news event, and the record that carries it."""

    enriched: Enriched
    event: NewsEvent
    output: OutputRecord


class Publish:
    """Write the event's bytes, key and headers."""

    def __init__(self, source: str, pipeline_fingerprint: str) -> None:
        """Take what every event says of the service itself."""
        self.source = source
        self.pipeline_fingerprint = pipeline_fingerprint

    def __call__(self, enriched: Enriched) -> Published:
        """Write one event; the same input, settings and version give the same bytes."""
        cleaned = enriched.cleaned
        admitted = cleaned.admitted
        event = NewsEvent(
            id=event_id(enriched.article.canonical_url, admitted),
            schema_version=SCHEMA_VERSION,
            article=enriched.article,
            cleaning=cleaned.cleaning,
            enrichment=Enrichment(failed=list(enriched.failed), unsupported=list(enriched.unsupported)),
            entities=enriched.entities,
            places=enriched.places,
            quotes=enriched.quotes,
            times=enriched.times,
            quantities=enriched.quantities,
            main_event=enriched.main_event,
            duplicate=enriched.duplicate,
            extensions=dict(enriched.extensions),
            lineage=self._lineage(admitted),
        )
        value = event.model_dump_json().encode()
        key = event.id.encode()
        headers = cloud_event_headers(event, admitted.record, self.source)
        return Published(enriched, event, OutputRecord(key, value, headers))

    def _lineage(self, admitted: Admitted) -> Lineage:
        record, raw = admitted.record, admitted.raw
        return Lineage(
            input=InputRef(
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                timestamp=record.timestamp,
                sha256=admitted.sha256,
            ),
            source_id=None if raw.id is None else str(raw.id),
            fetched_at=None if raw.fetched_at is None else str(raw.fetched_at),
            service_version=__version__,
            pipeline_fingerprint=self.pipeline_fingerprint,
        )


def event_id(canonical_url: str | None, admitted: Admitted) -> str:
    """Derive the event's id: UUIDv5 of the canonical URL, else the input's hash, and the content's hash."""
    content = hashlib.sha256(admitted.raw.content.encode()).hexdigest()
    return str(uuid5(NAMESPACE, f"{canonical_url or admitted.sha256}\n{content}"))
