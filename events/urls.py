"""URLs of the registration and of calendar files, below ``/<language>/events/``."""

from django.urls import path

from events.calendar import views as calendar_views
from events.registration import self_service_views, views
from portal.core.replica import reads_replica

app_name = "events"
urlpatterns = [
    path("calendar.ics", reads_replica(calendar_views.calendar_feed), name="calendar_feed"),
    path("registration/link/", views.lost_link, name="lost_link"),
    path("registration/link/sent/", views.lost_link_sent, name="lost_link_sent"),
    path("registration/erased/", self_service_views.erased, name="erased"),
    path("registration/confirm/<token:token>/", self_service_views.confirm, name="confirm"),
    path("registration/<token:token>/", self_service_views.manage, name="manage"),
    path("registration/", self_service_views.manage, {"token": ""}),  # a link that was cut off
    path("registration/<token:token>/change/", self_service_views.change, name="change"),
    path("<page_slug:slug>/calendar.ics", calendar_views.calendar_file, name="calendar_file"),
    path("<page_slug:slug>/register/", views.register, name="register"),
    path("<page_slug:slug>/register/sent/", views.sent, name="sent"),
]
