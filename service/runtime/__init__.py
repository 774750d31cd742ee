"""All input and output around the pipeline: Kafka, worker processes, health, metrics, logs."""
