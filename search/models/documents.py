"""The read model (projection) of the search: what it may know of the portal, and nothing else."""

from django.db import models

from search.enums import Kind


class SearchDocument(models.Model):
    """One published thing in one language. Engines, results and suggestions read only this.

    A row whose thing is no longer public stays as a tombstone (``removed``) until every engine knows.
    """

    key = models.CharField(max_length=40, unique=True)
    translation_key = models.UUIDField(db_index=True)
    #: No foreign key: the row outlives the page as a tombstone.
    page_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.CharField(max_length=255)
    url = models.CharField(max_length=1000)
    #: Language of the text, which may differ from that of the tree.
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=255)
    summary = models.TextField()
    body = models.TextField()
    #: Names that belong to it: place, abbreviation, local names, elements, partners.
    names = models.TextField(default="")
    #: Of an element: after how many words of summary and body each paragraph of the model begins, and its id in
    #: addresses; empty for what is no such paragraph.
    anchors = models.JSONField(default=list)
    #: What is said of the thing elsewhere: pairs of language and text.
    also = models.JSONField(default=list)
    #: Facet name -> list of values.
    facets = models.JSONField(default=dict)
    #: Languages of readers for whom this is the best version.
    shown_for = models.JSONField(default=list)
    #: Days since 0001-01-01, for sorting by date; 0 without date.
    day = models.PositiveIntegerField(default=0)
    #: SHA-256 of everything above: what did not change is not stored again.
    digest = models.CharField(max_length=64)
    #: Grows with every change; milliseconds since 1970 at the earliest.
    version = models.BigIntegerField(db_index=True)
    #: The version that the external engine has confirmed.
    sent = models.BigIntegerField(default=0)
    #: Of a case: the version that was compared with all other cases (``search.similar``).
    compared = models.BigIntegerField(default=0)
    removed = models.BooleanField(default=False)
    #: How its words were understood when it was indexed (``search.concepts.everyday.analysis_version``).
    analysis = models.CharField(max_length=12, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["version"], name="search_document_unsent", condition=models.Q(sent__lt=models.F("version"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def cut_from(self) -> str:
        """The text from which the passage of a result is cut."""
        return " ".join(f"{self.summary} {self.body}".split())


class DocumentPlaces(models.Model):
    """Where the words of a document stand, by what they are found by (``search.places``): what marks it in results."""

    document = models.OneToOneField(SearchDocument, models.CASCADE, primary_key=True, related_name="places")
    #: The version of the document whose title and text they are places in.
    version = models.BigIntegerField()
    places = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)


class DocumentVector(models.Model):
    """The embedding of a document: what its text means, as a point in the space of a model (``search.meaning``)."""

    document = models.OneToOneField(SearchDocument, models.CASCADE, primary_key=True, related_name="vector")
    #: Which model made it, and what it was given before the text: numbers of another one say nothing beside these.
    model = models.CharField(max_length=200)
    #: The version of the document that it was compared with last, and a SHA-256 of the text that it stands for.
    version = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    #: One signed byte for each number; only their direction counts. None at all for a text that the model refused.
    numbers = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.document_id} by {self.model}"


class SearchTerm(models.Model):
    """Something to suggest while somebody types: a title, a place, a term of the glossary.

    One row for every word at which typing may begin, with the folded text from there on.
    """

    #: The document or glossary term that it stands for; removed and made together.
    source = models.CharField(max_length=60, db_index=True)
    start = models.CharField(max_length=80, db_index=True)
    text = models.CharField(max_length=255)
    language = models.CharField(max_length=8)
    #: Languages of readers to whom it is suggested, as ``|da|nb|``.
    shown_for = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    #: Address of the thing itself; empty for a term that is searched for.
    url = models.CharField(max_length=1000, blank=True)
    #: The first word of the text begins here: better than a later one.
    first = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text
