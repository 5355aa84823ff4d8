"""Retention periods: what is stored about people, why, for how long, and which periodic job deletes it.

Jobs read their periods from here; ``retention_table`` puts them in order, with what stays, for docs/data-protection.md.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

EVENTS = "events.delete_what_is_due"
DIALOGUE = "dialogue.forget"
ADOPTIONS = "projects.forget_old_adoptions"
CONTACT = "partners.forget_messages"
TRANSLATORS = "partners.look_after_requests"
OUTBOX = "portal.forget_old_mails"
WATCHING = "search.forget_watches"
CASE_APPROVAL_JOB = "projects.forget_case_approvals"
NOBODY = ""


@dataclass(frozen=True)
class Rule:
    """How long one kind of data is kept."""

    what: str
    where: str
    why: str
    #: When it goes, in words; ``{period}`` and ``{most}`` stand for the two periods.
    ends: str
    #: Name of the periodic job that deletes it; empty if nothing has to be deleted, or the browser does it.
    job: str = NOBODY
    period: timedelta = timedelta(0)
    #: The longest period that somebody can choose, or that trouble can stretch it to.
    most: timedelta = timedelta(0)

    @property
    def until(self) -> str:
        """When it goes, with the periods in figures."""
        return self.ends.format(period=_in_words(self.period), most=_in_words(self.most))

    @property
    def deleted_by(self) -> str:
        """The job as the documentation shows it."""
        return f"`{self.job}`" if self.job else ""


def months_later(moment: datetime, months: int) -> datetime:
    """The same day so many calendar months later, or the last day of a month that is shorter (UTC)."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def _in_words(period: timedelta) -> str:
    hours = int(period.total_seconds() // 3600)
    return f"{hours // 24} days" if hours > 48 else f"{hours} hours"


REGISTRATION = Rule(
    "name, mail address, organisation (optional), language",
    "`Registration`",
    "to know who comes and to write to them",
    "{period} after the event, or as many as the organiser sets ({most} at most)",
    EVENTS,
    timedelta(days=90),
    timedelta(days=730),
)
SENSITIVE_ANSWERS = Rule(
    "answers marked sensitive (access needs, food)",
    "`Answer`",
    "to make it possible to take part",
    "{period} after the event, or as many as the organiser sets ({most} at most)",
    EVENTS,
    timedelta(days=7),
    timedelta(days=90),
)
UNCONFIRMED = Rule(
    "a form that was never confirmed",
    "`Registration`",
    "until the link in the mail is used",
    "{period}, or the start of the event; {most} at most while the mail server is away",
    EVENTS,
    timedelta(hours=48),
    timedelta(days=14),
)
MAILS = Rule(
    "which mails were due, and whether they left",
    "`OutgoingMail`, without text or address",
    "so that none is lost or sent twice",
    "with what they are about; {period} if one was never finished",
    OUTBOX,
    timedelta(days=30),
)
BOUNCES = Rule(
    "that a mail did not arrive, or that an address takes none",
    "`OutgoingMail.error`, `Registration.bounced_at`; the report itself only in the mailbox of `BOUNCES_URL`",
    "to write to nobody in vain, and to ask for another address",
    "with what the mail is about, or once an organiser says that the address works; the mailbox deletes what it holds",
)
QUEUED_MAILS = Rule(
    "address and text of a mail to an editor, or to somebody who suggested a case",
    "the queue of tasks",
    "to send it",
    "emptied as soon as the mail has gone; {period} while the mail server is away",
    period=timedelta(days=14),
)
FINISHED_TASKS = Rule(
    "that a task was done, or why it failed",
    "the queue of tasks, without what a mail held",
    "to find out what went wrong",
    "{period}",
    "portal.prune_finished_tasks",
    timedelta(days=14),
)
MAIL_ADDRESSES = Rule(
    "the address of a mail to somebody about whom nothing else is stored",
    "`OutgoingMail.address`, encrypted",
    "to send it",
    "emptied as soon as the mail has gone or was given up; {period} while the mail server is away",
    OUTBOX,
    timedelta(days=14),
)
LOST_LINKS = Rule(
    "the address for which a lost link was asked",
    "`OutgoingMail.address`, encrypted",
    "to answer",
    "emptied as soon as the mail is answered, {period} at most",
    EVENTS,
    timedelta(days=2),
)
RATE_COUNTERS = Rule(
    "network address and mail address, as HMAC",
    "`RateCounter`",
    "against misuse",
    "{period}",
    "portal.forget_old_windows",
    timedelta(days=1),
)
PROPOSALS = Rule(
    "what a visitor tells about a project",
    "`Proposal`",
    "until the link in the mail is used",
    "{period}, or until it is a draft",
    "projects.forget_old_proposals",
    timedelta(hours=48),
)
PROPOSED_PHOTOS = Rule(
    "a photo that came with it, and who made it",
    "`ProposedPhoto`",
    "until an editor takes it among the images or deletes it; only editors of the draft see it",
    "{period}, or with the draft",
    "projects.forget_old_proposals",
    timedelta(days=180),
)
CONTACT_MESSAGES = Rule(
    "what a visitor writes with the contact form, with name and mail address if they are given",
    "`ContactMessage`, encrypted",
    "to pass it on by mail",
    "within hours after the mail has left; {period} while the mail server is away",
    CONTACT,
    timedelta(days=14),
)
CASE_APPROVALS = Rule(
    "mail address of the owner of a case who is asked to approve it, and what they say is wrong",
    "`CaseApproval`, the address encrypted",
    "so that nobody is written about without having read it",
    "{period} after the question, or when it is taken back",
    CASE_APPROVAL_JOB,
    timedelta(days=90),
)
WIZARD_DRAFTS = Rule(
    "what an editor has told the case wizard",
    "`WizardDraft`",
    "to go on another day, on another computer",
    "until the page is made or the answers are deleted, {period} untouched at most",
    "projects.forget_old_answers",
    timedelta(days=180),
)
EVENT_DRAFTS = Rule(
    "what a team has told the event wizard",
    "`EventDraft`",
    "to go on another day, on another computer, or by a colleague",
    "until the page is made or the answers are deleted, {period} untouched at most",
    EVENTS,
    timedelta(days=180),
)
TRANSLATION_REQUESTS = Rule(
    "who asked for a translation, with which note, and who took it",
    "`TranslationRequest`",
    "to have partners translate for each other",
    "{period} after it was delivered or withdrawn",
    TRANSLATORS,
    timedelta(days=365),
)
UNCONFIRMED_ADOPTIONS = Rule(
    "what a municipality tells about its use of a case or the model, not confirmed yet",
    "`Adoption`",
    "until the link in the mail is used",
    "{period}",
    ADOPTIONS,
    timedelta(hours=48),
)
REFUSED_ADOPTIONS = Rule(
    "the same, refused",
    "`Adoption`",
    "so that its author can change it",
    "{period} after the decision",
    ADOPTIONS,
    timedelta(days=30),
)
ADOPTION_CONTACTS = Rule(
    "mail address of whoever told it",
    "`Adoption.contact`, encrypted; links as SHA-256 in `AdoptionLink`",
    "to ask once a year whether it is still so, and to let its author change it",
    "{period} after the author's last answer, or once the author withdraws it, at once",
    ADOPTIONS,
    timedelta(days=1095),
)
SEARCH_COUNTS = Rule(
    "what was searched for, which translations found what was opened, and whether it was what people looked for, "
    "counted by day and language, without who did",
    "`SearchCount`, `OpenedTranslation`, `SearchVerdict`",
    "to see what visitors do not find",
    "{period}",
    "search.forget_old_counts",
    timedelta(days=400),
)
CONTRIBUTIONS = Rule(
    "what somebody contributes, with the words of the model that it quotes, and the name, organisation and country "
    "that the author gave",
    "`Contribution`, `Rendering`",
    "to bring it into the model, and to show where the model comes from",
    "{period} after it came, or as the organiser sets ({most} at most); stays if the author lets it be quoted, or once "
    "the author withdraws it goes at once",
    DIALOGUE,
    timedelta(days=365),
    timedelta(days=730),
)
REFUSED_CONTRIBUTIONS = Rule(
    "the text of a contribution that is not shown",
    "`Contribution`",
    "so that its author can appeal",
    "{period}; then only the reason and the language remain",
    DIALOGUE,
    timedelta(days=30),
)
REACTIONS = Rule(
    "who agreed or disagreed with which statement, by the number of a participant",
    "`Reaction`, `Participant`, `OpinionAnalysis`",
    "to count, to see whether people fall into groups, and to tell each person their own",
    "{period} after the report; then only the sums remain",
    DIALOGUE,
    timedelta(days=90),
)
PARTICIPANTS = Rule(
    "the secret of a personal URL, as SHA-256",
    "`Participant`",
    "so that authors can change and withdraw what they wrote",
    "with the last contribution that leads to it",
    DIALOGUE,
)
PARTICIPANT_NETWORKS = Rule(
    "network address of those who joined a live room, as HMAC",
    "`Participant.network`",
    "against stuffing",
    "{period}",
    DIALOGUE,
    timedelta(days=1),
)
UNCONFIRMED_FOLLOWERS = Rule(
    "mail address of somebody who wants to hear what becomes of a contribution, not confirmed yet",
    "`Follower`, encrypted",
    "until the link in the mail is used",
    "{period}",
    DIALOGUE,
    timedelta(hours=48),
)
FOLLOWERS = Rule(
    "the same, confirmed",
    "`Follower`, encrypted",
    "to tell what became of it",
    "when the last step was told or the person ends it, {period} at most",
    DIALOGUE,
    timedelta(days=730),
)
UNCONFIRMED_WATCHES = Rule(
    "mail address and list (words, filters) of somebody who wants to hear what is new in it, not confirmed yet",
    "`Watch`, encrypted",
    "until the link in the mail is used",
    "{period}",
    WATCHING,
    timedelta(hours=48),
)
WATCHES = Rule(
    "the same, confirmed, and what it was told of",
    "`Watch`, encrypted",
    "to tell what is new",
    "when the person ends it, at once; {period} at most",
    WATCHING,
    timedelta(days=730),
)
APPROVALS = Rule(
    "mail address of an expert who is asked to approve a comment statement",
    "`StatementApproval`, encrypted",
    "to ask, and to tell of themes that ask for an answer",
    "{period} after the event",
    DIALOGUE,
    timedelta(days=365),
)
FLAGS = Rule(
    "who reported a contribution, as HMAC",
    "`Flag`",
    "so that nobody counts twice",
    "{period}",
    DIALOGUE,
    timedelta(days=30),
)
DRAFTS = Rule(
    "what an editor types in the wizard, at the translation desk and in messages",
    "the browser's storage of the account (`localStorage`)",
    "as above",
    "until the server has it, the editor logs out, or {period}",
    period=timedelta(seconds=settings.SESSION_COOKIE_AGE),
)

DOOR = Rule(
    "who was marked as arrived while there was no connection: number of the registration and time",
    "the browser's storage (`localStorage`) of the phone at the door",
    "so that no arrival is lost",
    "until the server has it, or {period}",
    period=timedelta(days=7),
)
