"""Addresses of projects besides their pages."""

from django.urls import include, path

from projects.library.feeds import CaseFeed
from projects.proposals import views

urlpatterns = [
    path("", include("projects.adoptions.urls")),
    path("projects/feed.xml", CaseFeed(), name="case_feed"),
    path("projects/tell-us-about-your-project/", views.tell_us, name="tell_us"),
    path("projects/tell-us-about-your-project/sent/", views.tell_us_sent, name="tell_us_sent"),
    path("projects/<page_slug:slug>/contact/", views.contact, name="case_contact"),
    path("projects/confirm/<str:token>/", views.confirm_proposal, name="confirm_proposal"),
]
