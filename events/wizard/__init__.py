"""The event wizard of the admin: from an invitation to a page with registration."""
