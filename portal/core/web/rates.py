"""Rate limits of the portal: who may do what how often.

``manage.py write_tables`` copies them to docs/operations.md.
"""

from dataclasses import dataclass

QUARTER, HOUR, DAY = 15 * 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Rate:
    """A fixed window and the attempts that it allows to one key."""

    #: Part of the key under which attempts are counted.
    name: str
    limit: int
    seconds: int
    what: str = ""
    #: What the key is.
    counted_by: str = ""


LOGIN_ACCOUNT_HERE = Rate("login-name-here", 8, QUARTER, "logging in", "account and network")
LOGIN_SHARE = Rate("login-share", 3, QUARTER, "attempts that count for the account as well", "account and network")
LOGIN_ACCOUNT = Rate("login-name", 8, QUARTER, "logging in, from all networks", "account")
LOGIN_BROWSER = Rate("login-browser", 8, QUARTER, "logging in with a browser that was there before", "browser")
LOGIN_NETWORK = Rate("login-address", 40, QUARTER, "logging in", "network")
RESET_ACCOUNT = Rate("password-reset-name", 3, QUARTER, "asking for a new password", "account")
RESET_NETWORK = Rate("password-reset-address", 10, QUARTER, "asking for a new password", "network")
PAGE_PASSWORD = Rate("page-password", 8, QUARTER, "opening a private page with a password", "page and network")
#: A school behind one network address can register a class.
REGISTER_NETWORK = Rate("register-network", 60, 600, "registering for an event", "network")
REGISTER_ADDRESS = Rate("register-address", 20, DAY, "registering for an event", "event and mail address")
LOST_LINK_NETWORK = Rate("lost-link-network", 60, 600, "asking for a lost link", "network")
LOST_LINK_ADDRESS = Rate("lost-link-address", 5, DAY, "asking for a lost link", "mail address")
VISITOR_FORMS = Rate("project-forms", 20, HOUR, "telling about a project, asking about a case", "network")
PROPOSALS = Rate("proposals", 5, DAY, "telling about a project", "mail address")
QUESTIONS = Rate("contact", 5, DAY, "asking about a case", "mail address")
QUESTIONS_OF_CASE = Rate("contact-case", 30, DAY, "asking about a case", "case")
SEARCH_CHOICES = Rate("search", 60, 60, "opening results of the search (counted for the report)", "network")
READINESS = Rate("readyz", 1, HOUR, "`/readyz` tries whether the database can be written", "portal")

RATES = tuple(value for value in list(vars().values()) if isinstance(value, Rate))
