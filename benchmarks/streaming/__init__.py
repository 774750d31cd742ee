"""What the transport costs: this service beside other ways through the same Kafka."""
