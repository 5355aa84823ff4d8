"""URL patterns of drawn pictures. They hold no language: a picture is the same in all."""

from django.urls import path

from portal.core.pictures import views

app_name = "pictures"
urlpatterns = [
    path("covers/<str:name>", views.cover, name="cover"),
    path("cards/<int:page_id>-<int:stamp>.png", views.card, name="card"),
]
