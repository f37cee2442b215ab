"""How it is written: text and bytes to values, and back."""
