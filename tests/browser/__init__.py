"""Tests in a browser, and scripts that take pictures; scripts run without pytest, so the apps are made ready here."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()
