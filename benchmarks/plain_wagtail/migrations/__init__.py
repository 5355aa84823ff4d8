"""What ``makemigrations`` writes."""
