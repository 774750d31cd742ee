"""Results and faults as a person, or a program, reads them."""
