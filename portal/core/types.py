"""Type aliases of what Django leaves open: the user model, and querysets of one page type."""

from typing import TypeVar

from django.contrib.auth.models import AbstractUser, AnonymousUser
from wagtail.models import Page

#: Whoever is behind a request (``request.user``).
AnyUser = AbstractUser | AnonymousUser
#: A page type that a function hands on.
Pages = TypeVar("Pages", bound=Page)
