"""Addresses of watching by mail, below those of the search."""

from django.urls import path

from search.watching import views

urlpatterns = [
    path("", views.watch, name="watch"),
    path("sent/", views.sent, name="watch_sent"),
    path("confirm/", views.confirm),  # a link that was cut off
    path("confirm/<token:token>/", views.confirm, name="watch_confirm"),
    path("end/", views.end),
    path("end/<token:signed>/", views.end, name="watch_end"),
]
