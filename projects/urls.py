"""Addresses of projects besides their pages."""

from django.urls import path

from projects.feeds import CaseFeed

urlpatterns = [path("projects/feed.xml", CaseFeed(), name="case_feed")]
