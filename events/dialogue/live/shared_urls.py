"""URLs of live rooms without a language: the same bytes for everybody, given before all else (``SharedAnswers``)."""

from django.urls import path

from events.dialogue.live import state_views

urlpatterns = [
    path("live/<str:code>/state.json", state_views.state, name="live_state"),
    path("live/<str:code>/texts-<int:page>-g<int:generation>.json", state_views.texts, name="live_texts"),
]
