"""URLs of experts' mailed links, below ``/<language>/take-part/``."""

from django.urls import path

from events.dialogue.statements import views

urlpatterns = [path("statement/<token:token>/", views.statement, name="statement")]
