"""The user model: editors, moderators and the secretariat. Visitors have no accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An editor's account. The address is unique: it is where invitations and notices go."""

    email = models.EmailField(_("email address"), unique=True)
