"""The contract as documents for other languages and for people, generated from the models."""
