"""Project rules as system checks, each with an id."""
