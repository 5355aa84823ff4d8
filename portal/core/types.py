"""Type aliases of what Django leaves open: the user model and the querysets of pages."""

from django.contrib.auth.models import AbstractUser, AnonymousUser

#: Whoever is behind a request (``request.user``).
AnyUser = AbstractUser | AnonymousUser
