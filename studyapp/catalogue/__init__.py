"""What is taught: frozen values, and nothing beyond looking them up."""
