"""URL patterns of this room outside the admin."""

from django.urls import path

from partners.teams.invitation_views import AcceptInvitation

urlpatterns = [
    path("invitation/<uidb64>/<token>/", AcceptInvitation.as_view(), name="accept_invitation"),
]
