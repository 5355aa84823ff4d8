"""Authentication backend: accounts with what every page of the admin asks of them, in as few queries as it takes."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Model

from portal.core.users.models import User


class Accounts(ModelBackend):
    """Django's own, which reads an account with its profile in one query, and all its permissions in another."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, with Wagtail's profile: its language and time zone are asked on every page."""
        user = User.objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Permissions of the account and of its groups; a superuser has all that there are."""
        if obj is not None or not isinstance(user_obj, User) or not user_obj.is_active or user_obj.is_superuser:
            return set(super().get_all_permissions(user_obj, obj))
        # Where Django keeps them too, as long as the account is in memory.
        kept: Any = user_obj
        if not hasattr(kept, "_perm_cache"):
            own = Permission.objects.filter(user=user_obj)
            shared = Permission.objects.filter(group__in=user_obj.groups.all())
            columns = ("content_type__app_label", "codename")
            pairs = own.order_by().values_list(*columns).union(shared.order_by().values_list(*columns))
            kept._perm_cache = {f"{label}.{name}" for label, name in pairs}
        found: set[str] = kept._perm_cache
        return found
