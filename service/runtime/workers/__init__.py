"""The processes that do the CPU work, and who looks after them."""
