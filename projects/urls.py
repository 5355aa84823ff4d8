"""Addresses of projects besides their pages."""

from django.urls import include, path

from portal.core.replica import reads_replica
from projects.approval import views as approval_views
from projects.keeping import views as keeping_views
from projects.library.feeds import CaseFeed
from projects.proposals import views

urlpatterns = [
    path("", include("projects.adoptions.urls")),
    path("projects/feed.xml", reads_replica(CaseFeed()), name="case_feed"),
    path("projects/tell-us-about-your-project/", views.tell_us, name="tell_us"),
    path("projects/tell-us-about-your-project/sent/", views.tell_us_sent, name="tell_us_sent"),
    path("projects/kept/", keeping_views.kept, name="kept_cases"),
    path("projects/compare/", keeping_views.compare, name="compare_cases"),
    path("projects/<page_slug:slug>/sheet/", keeping_views.sheet, name="case_sheet"),
    path("projects/<page_slug:slug>/contact/", views.contact, name="case_contact"),
    path("projects/approve/<str:token>/", approval_views.approve_case, name="approve_case"),
    path("projects/approve/<str:token>/page/", approval_views.approve_case_page, name="approve_case_page"),
    path("projects/confirm/<str:token>/", views.confirm_proposal, name="confirm_proposal"),
]
