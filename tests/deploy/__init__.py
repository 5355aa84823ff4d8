"""What ``compose.yaml`` and ``deploy/`` hold, run as far as it can be without containers."""
