"""What is true by rule: pure functions on the catalogue, with no clock and no chance of their own."""
