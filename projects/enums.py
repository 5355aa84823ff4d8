"""Choices about case studies and strategies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Elements that a case may demonstrate: more would say nothing.
MOST_ELEMENTS = 3


class OwnersAnswer(models.TextChoices):
    """What the owner of a case says of a version of it."""

    APPROVED = "approved", _("The owner approved")
    WRONG = "wrong", _("The owner says what is wrong")


class LocationPrecision(models.TextChoices):
    """What the point on the map marks."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    PLACE_OF_FOUNDING = "place_of_founding", _("Place of founding")
    HOST_ORGANISATION = "host_organisation", _("Host organisation")


class Scope(models.TextChoices):
    """Reach of a project."""

    MUNICIPAL = "municipal", _("Municipal")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")


class SizeBand(models.TextChoices):
    """Inhabitants of the municipality."""

    SMALL = "small", _("Small (under 20,000)")
    MEDIUM = "medium", _("Medium (20,000–100,000)")
    LARGE = "large", _("Large (over 100,000)")


class Settlement(models.TextChoices):
    """Kind of place, as the library's filter names it."""

    RURAL = "rural", _("Rural")
    URBAN = "urban", _("Urban")


class Told(models.TextChoices):
    """What a case study tells beyond its story, as others need it."""

    CONTACT = "contact", _("Who can be asked")
    LESSONS = "lessons", _("What did not work")
    COST = "cost", _("What it cost")
    PEOPLE = "people", _("People, skills and time")
    NEEDS = "needs", _("Conditions for reuse")
    PROOF = "proof", _("Figures or evidence")
    SOURCES = "sources", _("Sources")


class Sort(models.TextChoices):
    """Orders of the case library."""

    RELEVANCE = "relevance", _("Best match")
    START = "start", _("Latest start")
    NEWEST = "newest", _("Newest first")
    CHANGED = "changed", _("Recently changed")
    TITLE = "title", _("Title")
    COUNTRY = "country", _("Country")


class View(models.TextChoices):
    """Ways to look at the cases that the library found."""

    LIST = "list", _("List")
    MAP = "map", _("Map")
    NUMBERS = "numbers", _("Numbers")


#: What visitors filter by.
TOLD_FACET = (Told.CONTACT, Told.LESSONS, Told.COST)


class Stage(models.TextChoices):
    """How far a project has come."""

    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    SCALED = "scaled", _("Scaled up")
    STOPPED = "stopped", _("Stopped")


class Confidence(models.TextChoices):
    """How sure a fact is."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class StrategyRelation(models.TextChoices):
    """What a strategy is to the initiative."""

    BUILDS_ON = "builds_on", _("The initiative builds on these")
    RESULT = "result", _("Results of the initiative")
    RELATED = "related", _("Related strategies")


class AdoptionStage(models.TextChoices):
    """How far a municipality has come with a case of somebody else, or with the model."""

    LOOKING = "looking", pgettext_lazy("stage of an adoption", "Looking at it")
    TRYING = "trying", pgettext_lazy("stage of an adoption", "Trying it")
    RUNNING = "running", pgettext_lazy("stage of an adoption", "Running it")
    STOPPED = "stopped", pgettext_lazy("stage of an adoption", "Stopped")


class AdoptionState(models.TextChoices):
    """Whether everybody sees an adoption. One that is withdrawn is deleted."""

    PENDING = "pending", pgettext_lazy("state of an adoption", "Waiting to be read")
    PUBLISHED = "published", pgettext_lazy("state of an adoption", "Shown")
    REFUSED = "refused", pgettext_lazy("state of an adoption", "Not shown")


class AdoptionRefusal(models.TextChoices):
    """The closed list of reasons for not showing an adoption: that of contributions. That it failed is none."""

    PERSON = "person", _("It names or exposes a person.")
    INSULT = "insult", _("It insults or threatens somebody.")
    ADVERT = "advert", _("It advertises something.")
    OFF_TOPIC = "off_topic", _("It is not about this case or the model.")
    UNREADABLE = "unreadable", _("It cannot be read.")
    COPYRIGHT = "copyright", _("Somebody else has the rights to the text.")
    REPEATED = "repeated", _("The same municipality has said the same already.")


class AdoptionAction(models.TextChoices):
    """What the log of adoptions tells."""

    CONFIRM = "confirm", pgettext_lazy("log of adoptions", "confirmed by mail")
    CHANGE = "change", pgettext_lazy("log of adoptions", "changed")
    SHOW = "show", pgettext_lazy("log of adoptions", "shown")
    REFUSE = "refuse", pgettext_lazy("log of adoptions", "not shown")
    UNDO = "undo", pgettext_lazy("log of adoptions", "decision taken back")
    STILL = "still", pgettext_lazy("log of adoptions", "said to be still so")
    STOP = "stop", pgettext_lazy("log of adoptions", "said to be stopped")
    WITHDRAW = "withdraw", pgettext_lazy("log of adoptions", "withdrawn")
    ERASE = "erase", pgettext_lazy("log of adoptions", "deleted on schedule")


class Motif(models.TextChoices):
    """What a drawn cover shows of its subject; the drawings are ``portal.core.pictures.motifs``."""

    HARBOUR = "harbour", _("Harbour")
    MOBILITY = "mobility", _("Bus and bicycle")
    ENERGY = "energy", _("Wind and heat")
    WATER = "water", _("Water and rain")
    FOREST = "forest", _("Forest and sea ice")
    BALLOT = "ballot", _("Ballot")
    CODE = "code", _("Code across a border")
    KEY = "key", _("Key and lock")
    CARE = "care", _("Care")
    SHOP = "shop", _("Shop and sharing")
    STREET = "street", _("Street with benches")
    SCHOOL = "school", _("School")
    BROADBAND = "broadband", _("Broadband")
    TABLE = "table", _("Meeting table")


#: What speaks for an element where the words of a case say nothing, by the element's number.
MOTIF_OF_ELEMENT = {
    1: Motif.STREET,
    2: Motif.FOREST,
    3: Motif.TABLE,
    4: Motif.CODE,
    5: Motif.KEY,
    6: Motif.SHOP,
    7: Motif.BALLOT,
}
