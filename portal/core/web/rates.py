"""RateLimit limits of the portal: who may do what how often.

``manage.py write_tables`` copies them to docs/operations.md.
"""

from dataclasses import dataclass

QUARTER, HOUR, DAY = 15 * 60, 3600, 24 * 3600


@dataclass(frozen=True)
class RateLimit:
    """A fixed window and the attempts that it allows to one key."""

    #: Part of the key under which attempts are counted.
    name: str
    limit: int
    seconds: int
    what: str = ""
    #: What the key is.
    counted_by: str = ""


LOGIN_ACCOUNT_HERE = RateLimit("login-name-here", 8, QUARTER, "logging in", "account and network")
LOGIN_SHARE = RateLimit("login-share", 3, QUARTER, "attempts that count for the account as well", "account and network")
LOGIN_ACCOUNT = RateLimit("login-name", 8, QUARTER, "logging in, from all networks", "account")
LOGIN_BROWSER = RateLimit("login-browser", 8, QUARTER, "logging in with a browser that was there before", "browser")
LOGIN_NETWORK = RateLimit("login-address", 40, QUARTER, "logging in", "network")
RESET_ACCOUNT = RateLimit("password-reset-name", 3, QUARTER, "asking for a new password", "account")
RESET_NETWORK = RateLimit("password-reset-address", 10, QUARTER, "asking for a new password", "network")
PAGE_PASSWORD = RateLimit("page-password", 8, QUARTER, "opening a private page with a password", "page and network")
#: A school behind one network address can register a class.
REGISTER_NETWORK = RateLimit("register-network", 60, 600, "registering for an event", "network")
REGISTER_ADDRESS = RateLimit("register-address", 20, DAY, "registering for an event", "event and mail address")
LOST_LINK_NETWORK = RateLimit("lost-link-network", 60, 600, "asking for a lost link", "network")
LOST_LINK_ADDRESS = RateLimit("lost-link-address", 5, DAY, "asking for a lost link", "mail address")
VISITOR_FORMS = RateLimit("project-forms", 20, HOUR, "telling about a project, asking about a case", "network")
PROPOSALS = RateLimit("proposals", 5, DAY, "telling about a project", "mail address")
QUESTIONS = RateLimit("contact", 5, DAY, "asking about a case", "mail address")
QUESTIONS_OF_CASE = RateLimit("contact-case", 30, DAY, "asking about a case", "case")
CONTACT_NETWORK = RateLimit("contact-network", 20, HOUR, "writing with the contact form", "network")
CONTACT_READERS = RateLimit("contact-readers", 200, DAY, "writing with the contact form", "team that is written to")
USE_NETWORK = RateLimit("use-network", 60, HOUR, "saying that one uses a case or the model", "network")
USE_ADDRESS = RateLimit("use-address", 5, DAY, "saying that one uses a case or the model", "mail address")
USE_PERSON = RateLimit("use-person", 60, HOUR, "changing one's own entry below “Used by”", "entry")
LIVE_CODES = RateLimit("live-codes", 30, 60, "typing the code of a live workshop", "network")
LIVE_JOIN = RateLimit("live-join", 60, 60, "joining a live workshop", "workshop and network")
#: A full hall behind one network address; the facilitator says so.
LIVE_JOIN_ROOM = RateLimit(
    "live-join-room", 1000, 60, "joining a live workshop of people in one room", "workshop and network"
)
#: Counted in the memory of each process, since people react every few seconds.
LIVE_REACTIONS = RateLimit("live-reactions", 300, 60, "reacting in a live workshop", "participant and process")
#: A school or a hall behind one network address can answer at the same time, each person several questions.
CONTRIBUTE_NETWORK = RateLimit("contribute-network", 600, 600, "answering questions and responding", "network")
CONTRIBUTE_PERSON = RateLimit("contribute-person", 60, HOUR, "answering, changing and appealing", "personal URL")
#: Both are counted in the memory of each process, since people type all the time; a hall is behind one address.
SIMILAR_FORM = RateLimit("similar-form", 1, 2, "being shown what others said while typing", "form and process")
SIMILAR_NETWORK = RateLimit(
    "similar-network", 600, 60, "being shown what others said while typing", "network and process"
)
FLAG_NETWORK = RateLimit("flag-network", 60, HOUR, "reporting contributions", "network")
FOLLOW_ADDRESS = RateLimit("follow-address", 5, DAY, "asking by mail to confirm what somebody follows", "mail address")
WATCH_NETWORK = RateLimit("watch-network", 60, HOUR, "asking to be told by mail what is new", "network")
WATCH_ADDRESS = RateLimit("watch-address", 10, DAY, "asking to be told by mail what is new", "mail address")
SEARCH_CHOICES = RateLimit("search", 60, 60, "opening results of the search (counted for the report)", "network")
SEARCH_VERDICTS = RateLimit(
    "search-verdicts", 30, HOUR, "saying whether a search helped (counted for the report)", "network"
)
READINESS = RateLimit("readyz", 1, HOUR, "`/readyz` tries whether the database can be written", "portal")

RATES = tuple(value for value in list(vars().values()) if isinstance(value, RateLimit))
