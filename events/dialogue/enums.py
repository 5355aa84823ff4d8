"""Choices of the dialogue: what is asked, said, decided and told."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OccasionKind(models.TextChoices):
    """What sort of occasion for input it is."""

    WORKSHOP = "workshop", _("Workshop")
    CONSULTATION = "consultation", _("Consultation")


class OccasionState(models.TextChoices):
    """Where an occasion stands. Derived from the clock, the live room and the report; never stored."""

    PLANNED = "planned", pgettext_lazy("state of an occasion", "Planned")
    OPEN = "open", pgettext_lazy("state of an occasion", "Open for input")
    LIVE = "live", pgettext_lazy("state of an occasion", "Live now")
    CLOSED = "closed", pgettext_lazy("state of an occasion", "Closed")
    REPORTED = "reported", pgettext_lazy("state of an occasion", "Reported")


class Phase(models.TextChoices):
    """Phases of a live round."""

    WRITE = "write", pgettext_lazy("phase of a round", "Write")
    REACT = "react", pgettext_lazy("phase of a round", "React")
    WALL = "wall", pgettext_lazy("phase of a round", "Look at all")
    CLOSED = "closed", pgettext_lazy("phase of a round", "Closed")


class Stage(models.TextChoices):
    """When a question is asked, and when a contribution was given."""

    BEFORE = "before", pgettext_lazy("stage of an occasion", "Before")
    LIVE = "live", pgettext_lazy("stage of an occasion", "During")
    AFTER = "after", pgettext_lazy("stage of an occasion", "Afterwards")


class Channel(models.TextChoices):
    """How a contribution came."""

    WEB = "web", pgettext_lazy("channel of a contribution", "Web form")
    LIVE = "live", pgettext_lazy("channel of a contribution", "Live room")
    SESSION = "session", pgettext_lazy("channel of a contribution", "Notes of the session")
    MAIL = "mail", pgettext_lazy("channel of a contribution", "Mail")
    PHONE = "phone", pgettext_lazy("channel of a contribution", "Phone")
    PAPER = "paper", pgettext_lazy("channel of a contribution", "Paper")
    IMPORT = "import", pgettext_lazy("channel of a contribution", "Imported file")


class ContributionState(models.TextChoices):
    """States of a contribution; docs/participation.md has the transitions."""

    PENDING = "pending", pgettext_lazy("state of a contribution", "Waiting to be read")
    PUBLISHED = "published", pgettext_lazy("state of a contribution", "Shown")
    HELD = "held", pgettext_lazy("state of a contribution", "Held back")
    REFUSED = "refused", pgettext_lazy("state of a contribution", "Not shown")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a contribution", "Withdrawn by its author")


class RefusalReason(models.TextChoices):
    """The closed list of reasons for not showing a contribution. That somebody disagrees is none."""

    PERSON = "person", _("It names or exposes a person.")
    INSULT = "insult", _("It insults or threatens somebody.")
    ADVERT = "advert", _("It advertises something.")
    OFF_TOPIC = "off_topic", _("It is not about the question.")
    UNREADABLE = "unreadable", _("It cannot be read.")
    COPYRIGHT = "copyright", _("Somebody else has the rights to the text.")
    REPEATED = "repeated", _("The same person has sent the same text already.")


class HoldReason(models.TextChoices):
    """Why the portal itself holds a contribution back until somebody has read it."""

    LINK = "link", _("It holds a link.")
    ADDRESS = "address", _("It holds a mail address.")
    NUMBER = "number", _("It holds a long number, such as a phone number.")
    SIGNS = "signs", _("It repeats the same sign many times.")
    WORD = "word", _("It holds a word of the list that the secretariat keeps.")
    COPIES = "copies", _("Several people have sent the same text.")
    REPORTED = "reported", _("Several readers have reported it.")


class Quoting(models.TextChoices):
    """Whether the author may be quoted."""

    NO = "no", _("No, use it for the themes only")
    ANONYMOUS = "anonymous", _("Yes, without my name")
    NAMED = "named", _("Yes, with my name")


class Decision(models.TextChoices):
    """What becomes of a theme or of a contribution."""

    TAKEN_UP = "taken_up", pgettext_lazy("reply to a theme", "Taken up")
    PARTLY = "partly", pgettext_lazy("reply to a theme", "Partly taken up")
    NOT_NOW = "not_now", pgettext_lazy("reply to a theme", "Not now")
    NO = "no", pgettext_lazy("reply to a theme", "Not taken up")
    OUTSIDE = "outside", pgettext_lazy("reply to a theme", "Outside of what the model can decide")


class ParticipantRole(models.TextChoices):
    """In which role somebody speaks, where the occasion asks for it."""

    RESIDENT = "resident", pgettext_lazy("role of a participant", "Resident")
    MUNICIPALITY = "municipality", pgettext_lazy("role of a participant", "Works for a municipality")
    ORGANISATION = "organisation", pgettext_lazy("role of a participant", "Association or organisation")
    COMPANY = "company", pgettext_lazy("role of a participant", "Company")
    RESEARCH = "research", pgettext_lazy("role of a participant", "Research or education")
    OTHER = "other", pgettext_lazy("role of a participant", "Something else")


class ReactionValue(models.IntegerChoices):
    """Reactions to a statement: agree, disagree, pass."""

    DISAGREE = -1, pgettext_lazy("reaction to a statement", "Disagree")
    PASS = 0, pgettext_lazy("reaction to a statement", "Pass")
    AGREE = 1, pgettext_lazy("reaction to a statement", "Agree")


class RenderedBy(models.IntegerChoices):
    """Who made the translation of a contribution; the numbers are those of the texts of live rooms."""

    PERSON = 0, _("Translated by a person")
    MACHINE = 1, _("Translated by a machine")
    CHECKED = 2, _("Translated by machine, checked by a person")


class ApprovalState(models.TextChoices):
    """Whether an expert has approved a comment statement."""

    ASKED = "asked", pgettext_lazy("approval of a statement", "Asked")
    APPROVED = "approved", pgettext_lazy("approval of a statement", "Approved")
    CORRECTED = "corrected", pgettext_lazy("approval of a statement", "Corrected by the expert")
    DECLINED = "declined", pgettext_lazy("approval of a statement", "Declined")


class LogActor(models.TextChoices):
    """Who did what the log tells."""

    AUTHOR = "author", _("The author")
    READER = "reader", _("A reader")
    DESK = "desk", _("An organiser")
    EXPERT = "expert", _("An expert")
    SYSTEM = "system", _("The portal")


class LogAction(models.TextChoices):
    """What was done. The log holds numbers and codes, never texts or people who took part."""

    CONTRIBUTE = "contribute", _("Contribution sent")
    EDIT = "edit", _("Contribution changed by its author")
    SHOW = "show", _("Contribution shown")
    HOLD = "hold", _("Contribution held back")
    REFUSE = "refuse", _("Contribution not shown")
    UNDO = "undo", _("Decision taken back")
    WITHDRAW = "withdraw", _("Contribution withdrawn")
    APPEAL = "appeal", _("Decision appealed against")
    SAME_AS = "same_as", _("Linked to a contribution that says the same")
    NOT_SAME_AS = "not_same_as", _("No longer linked to a contribution that says the same")
    FLAG = "flag", _("Contribution reported by a reader")
    TRANSLATE = "translate", _("Translation stored")
    IMPORT = "import", _("Contributions entered by the team")
    EXPORT = "export", _("Contributions exported")
    THEME = "theme", _("Theme made or changed")
    DROP = "drop", _("Empty theme or suggestion dropped")
    MERGE = "merge", _("Themes merged")
    GROUP = "group", _("Contributions put into a theme")
    UNGROUP = "ungroup", _("Contributions taken out of a theme")
    REPLY = "reply", _("Reply written")
    GO_LIVE = "go_live", _("Live room opened")
    END_LIVE = "end_live", _("Live room closed")
    OPEN_ROUND = "open_round", _("Round opened")
    PHASE = "phase", _("Phase of a round changed")
    PAUSE = "pause", _("Paused")
    RESUME = "resume", _("Resumed")
    FREEZE = "freeze", pgettext_lazy("a whole workshop", "Frozen")
    THAW = "thaw", pgettext_lazy("a whole workshop", "Thawed")
    EXCLUDE = "exclude", _("Participant excluded from the counts")
    READMIT = "readmit", _("Participant counted again")
    ASK_APPROVAL = "ask_approval", _("Expert asked for approval")
    ANSWER_APPROVAL = "answer_approval", _("Expert answered")
    REPORT = "report", _("Report published")
    FORGET = "forget", _("Personal data deleted on schedule")
