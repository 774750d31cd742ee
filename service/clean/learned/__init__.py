"""The learned judge: features of blocks, a hashed token score and a forest that says what is article."""
