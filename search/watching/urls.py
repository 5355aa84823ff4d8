"""Addresses of watching by mail, below those of the search."""

from django.urls import path

from search.watching import views

urlpatterns = [
    path("", views.watch, name="watch"),
    path("sent/", views.sent, name="watch_sent"),
    path("confirm/<str:token>/", views.confirm, name="watch_confirm"),
    path("end/<str:signed>/", views.end, name="watch_end"),
]
