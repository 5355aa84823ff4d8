"""URLs of live rooms that a hall of phones asks for all the time, answered before all else (``EarlyAnswers``)."""

from django.urls import path

from events.dialogue.live import participant_views, state_views

urlpatterns = [
    path("live/<str:code>/state.json", state_views.state, name="live_state"),
    path("live/<str:code>/texts-<int:page>-g<int:generation>.json", state_views.texts, name="live_texts"),
    path("<str:language>/live/<str:code>/me/<str:secret>/reactions/", participant_views.react, name="live_react"),
]
