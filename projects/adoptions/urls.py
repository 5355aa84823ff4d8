"""Addresses of adoptions, below the language."""

from django.urls import path

from portal.core.replica import reads_replica
from projects.adoptions import family_views, own_views, views
from projects.adoptions.feeds import AdoptionFeed

urlpatterns = [
    path("projects/use-the-model/", views.use_model, name="use_model"),
    path("projects/use/sent/", views.sent, name="adoption_sent"),
    path("projects/use/link/", views.lost_link, name="adoption_lost_link"),
    path("projects/use/link/sent/", views.link_sent, name="adoption_link_sent"),
    path("projects/use/mine/<str:token>/", own_views.own, name="own_adoption"),
    path("projects/<page_slug:slug>/use/", views.use_case, name="use_case"),
    path("projects/<page_slug:slug>/use/feed.xml", reads_replica(AdoptionFeed()), name="adoption_feed"),
    path("projects/<page_slug:slug>/family/", family_views.family, name="case_family"),
]
