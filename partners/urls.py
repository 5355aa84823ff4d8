"""URL patterns of this room outside the admin."""

from django.urls import path

from partners.contact import views
from partners.teams.invitation_views import AcceptInvitation
from partners.translators import progress

urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
    path("languages/", progress.languages, name="languages"),
    path("invitation/<uidb64>/<token>/", AcceptInvitation.as_view(), name="accept_invitation"),
]
