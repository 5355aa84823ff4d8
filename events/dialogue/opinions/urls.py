"""URL of the page of opinions, below ``/<language>/take-part/``."""

from django.urls import path

from events.dialogue.opinions import views

urlpatterns = [path("opinions/<uuid:key>/", views.opinions, name="opinions")]
