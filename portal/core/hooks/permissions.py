"""Page permissions: Wagtail's rules, narrowed by those that the rooms register."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page, PagePermissionTester

from portal.core.types import AnyUser

#: Takes a user and a page, and says which of Wagtail's permissions that the user has there count: a subset of them.
Rule = Callable[[Any, Any, set[str]], set[str]]
_rules: list[Rule] = []
#: Takes a page and a user who has the permission to publish it, and says whether the user may do so now.
PublishCondition = Callable[[Any, Any], bool]
_publish_conditions: list[PublishCondition] = []


def register_rule(rule: Rule) -> None:
    """Narrow what users may do; to be called in an ``AppConfig.ready``. Rules can take away, never give."""
    _rules.append(rule)


def register_publish_condition(condition: PublishCondition) -> None:
    """Have ``condition`` asked before somebody publishes a page; to be called in an ``AppConfig.ready``."""
    _publish_conditions.append(condition)


class PortalPageTester(PagePermissionTester):
    """Asked by every view of the admin before it shows or changes a page."""

    def __init__(self, user: AnyUser, page: Page) -> None:
        super().__init__(user, page)
        if not user.is_active or user.is_superuser:
            return
        for rule in _rules:
            self.permissions &= rule(user, page, set(self.permissions))

    def can_publish(self) -> bool:
        """Whether Wagtail and every registered condition let the user publish."""
        if not super().can_publish():
            return False
        return self.user.is_superuser or all(may(self.page, self.user) for may in _publish_conditions)

    def can_show_again(self) -> bool:
        """Whether the user may take back that the page was archived: what was public has met the conditions before."""
        return bool(super().can_publish())

    def can_unlock(self) -> bool:
        """Who lost a page cannot unlock it any more, even if the lock is theirs."""
        return self.can_edit() and super().can_unlock()

    def can_submit_for_moderation(self) -> bool:
        """Submitting needs the right to edit; Wagtail leaves that to its edit view."""
        return self.can_edit() and super().can_submit_for_moderation()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What has once been public is archived, not deleted, and nothing above it: its address is known outside."""
        if not self.user.is_superuser and self._was_public():
            return False
        return super().can_delete(ignore_bulk)

    def _was_public(self) -> bool:
        if self.page.first_published_at or self.page.is_leaf():
            return bool(self.page.first_published_at)
        return self.page.get_descendants().filter(first_published_at__isnull=False).exists()
