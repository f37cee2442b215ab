"""What happens: the only room with tables."""
