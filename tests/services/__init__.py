"""Real services for the tests: PostgreSQL, an Elasticsearch node and Chromium, started by the runner."""
