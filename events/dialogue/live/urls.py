"""URLs of live rooms below ``/<language>/``; what a full hall asks for stands in ``early_urls``."""

from django.urls import path

from events.dialogue.live import entering_views, participant_views, screen_views, verified_views

urlpatterns = [
    path("live/", entering_views.find_room, name="live"),
    path("live/<str:code>/", entering_views.enter_room, name="room"),
    path("live/<str:code>/screen/", screen_views.screen, name="live_screen"),
    path("live/<str:code>/me/<str:secret>/", participant_views.me, name="live_me"),
    path("live/<str:code>/verified/<str:token>/", verified_views.join_verified, name="live_verified"),
]
