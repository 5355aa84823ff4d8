"""URLs of the facilitator's page, below ``/admin/input/<occasion>/``."""

from django.urls import path

from events.dialogue.live import desk_views

urlpatterns = [path("input/<int:occasion_id>/live/", desk_views.live_desk, name="live_desk")]
