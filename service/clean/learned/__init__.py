"""The learned judge: features of blocks, and a forest that says what is article."""
