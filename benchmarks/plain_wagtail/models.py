"""Page types as the tutorial of Wagtail writes them, with lists that ask once for all that they show."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

#: As on the portal.
PER_PAGE = 12


class HomePage(Page):
    """The front page: a few cases, what is coming, all partners."""

    body = RichTextField(blank=True)

    def get_context(self, request):
        """Template variables."""
        context = super().get_context(request)
        context["cases"] = CasePage.objects.live().order_by("-first_published_at")[:6]
        context["events"] = EventPage.objects.live().order_by("date")[:3]
        context["partners"] = PartnerPage.objects.live().order_by("title")
        return context


class CaseIndexPage(Page):
    """All cases."""

    intro = RichTextField(blank=True)

    def get_context(self, request):
        """Template variables."""
        context = super().get_context(request)
        cases = CasePage.objects.child_of(self).live().order_by("-first_published_at")
        paginator = Paginator(cases.prefetch_related("case_elements__element"), PER_PAGE)
        context["casepages"] = paginator.get_page(request.GET.get("page"))
        return context


class PartnerPage(Page):
    """An organisation."""

    intro = models.TextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("intro")]


class ElementPage(Page):
    """A part of the model."""

    intro = models.TextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("intro")]


class EventPage(Page):
    """An event."""

    date = models.DateField()
    intro = models.TextField(blank=True)
    search_fields = [*Page.search_fields, index.SearchField("intro")]


class CasePage(Page):
    """A case, with its partners and elements."""

    intro = models.TextField()
    country = models.CharField(max_length=80)
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    def get_context(self, request):
        """Template variables."""
        context = super().get_context(request)
        context["others"] = CasePage.objects.live().sibling_of(self, inclusive=False)[:3]
        return context


class CasePartner(Orderable):
    """A partner of a case."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="case_partners")
    partner = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="+")


class CaseElement(Orderable):
    """An element that a case shows."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="case_elements")
    element = models.ForeignKey(ElementPage, on_delete=models.CASCADE, related_name="+")
