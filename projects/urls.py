"""Addresses of projects besides their pages."""

from django.urls import path

from projects import public_views
from projects.feeds import CaseFeed

urlpatterns = [
    path("projects/feed.xml", CaseFeed(), name="case_feed"),
    path("projects/tell-us-about-your-project/", public_views.tell_us, name="tell_us"),
    path("projects/tell-us-about-your-project/sent/", public_views.tell_us_sent, name="tell_us_sent"),
    path("projects/<page_slug:slug>/contact/", public_views.contact, name="case_contact"),
    path("projects/confirm/<str:token>/", public_views.confirm_proposal, name="confirm_proposal"),
]
