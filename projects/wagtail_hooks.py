"""What the admin shows of this room."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.pages import listing
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, Task

from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.pages.widgets import WordsInput
from projects.adoptions import desk
from projects.approval.desk import AskOwnerView
from projects.completeness import number_told, parts_of
from projects.enums import Told
from projects.models import CaseStudyPage, GlossaryConcept
from projects.proposals import desk as proposing
from projects.wizard.preview import CasePreview, map_picture
from projects.wizard.views import CaseWizard


class GlossaryIndexView(IndexView):
    """All concepts with their words."""

    def get_base_queryset(self) -> QuerySet[GlossaryConcept]:
        """The entries come with two queries, however many concepts there are."""
        return GlossaryConcept.objects.prefetch_related("entries")


class GlossaryViewSet(ModelViewSet):
    """Concepts of the field with their words in all languages."""

    model = GlossaryConcept
    name = "glossary"
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = GlossaryIndexView
    index_template_name = "projects/admin/glossary.html"
    search_fields = ["slug", "entries__term"]
    list_display = [
        "__str__",
        Column(
            "terms",
            label=_("Terms"),
            accessor=lambda concept: ", ".join(f"{e.term} ({e.language})" for e in concept.entries.all()),
        ),
    ]
    list_export = ["slug"]
    panels = [
        FieldPanel("slug"),
        InlinePanel(
            "entries",
            label=_("Language"),
            heading=_("Terms by language"),
            min_num=1,
            panels=[
                FieldPanel("language"),
                FieldPanel("term"),
                FieldPanel(
                    "synonyms",
                    widget=WordsInput,
                    help_text=_("Words that people also search for, separated by commas, for example: trash, refuse."),
                ),
                FieldPanel(
                    "never_translated_as",
                    widget=WordsInput,
                    help_text=_(
                        "Words of other languages that mean something else, separated by commas, each with the code of "
                        "its language: the search does not take them for the term or its synonyms. Example: for the "
                        "Danish term gift, a poison, write: gift (en). Without a code every language is meant."
                    ),
                ),
                FieldPanel("definition"),
            ],
        ),
    ]


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    """The glossary in the main menu."""
    return GlossaryViewSet("glossary", url_prefix="glossary")


class CaseIndexView(listing.IndexView):
    """List of case studies.

    Wagtail reads pages in lists without their stream fields, of which each would be a query more.
    """

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """How much each case tells, read with all of them at once."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        whole = CaseStudyPage.objects.in_bulk([case.pk for case in context["object_list"]])
        for case in context["object_list"]:
            case.told = f"{number_told(whole[case.pk])} / {len(Told)}"
        self._read_tasks(context["object_list"])
        return context

    @staticmethod
    def _read_tasks(cases: Iterable[CaseStudyPage]) -> None:
        """What each row asks of the step that its review is at: whether it locks the page, who may decide."""
        reviews = [case.current_workflow_task_state for case in cases]
        waiting = [review.task for review in reviews if review]
        specific = {task.pk: task for task in Task.objects.filter(pk__in={task.pk for task in waiting}).specific()}
        for task in waiting:
            task.specific = specific[task.pk]


class CaseListing(PageListingViewSet):
    """All case studies that an editor may look at, with how much each tells."""

    model = CaseStudyPage
    index_view_class = CaseIndexView
    name = "cases"
    icon = "doc-full-inverse"
    menu_label = _("Case studies")
    menu_order = 121
    add_to_admin_menu = True
    columns = [
        *PageListingViewSet.columns,
        Column("told", label=_("Parts told")),
    ]


@hooks.register("register_admin_viewset")
def register_case_listing() -> CaseListing:
    """Case studies in the main menu."""
    return CaseListing("cases", url_prefix="cases")


@hooks.register("after_publish_page")
def say_what_is_not_told(request: HttpRequest, page: Page) -> None:
    """After publishing a case its editor reads how complete it is, and what readers still look for."""
    if isinstance(page, CaseStudyPage):
        missing = [str(part.label) for part, is_told in parts_of(page) if not is_told]
        if missing:
            text = _("%(n)s of 7 parts are told. Readers still look for: %(parts)s.")
            messages.info(request, text % {"n": number_told(page), "parts": ", ".join(missing)})


@hooks.register("register_admin_urls")
def wizard_urls() -> list[URLPattern | URLResolver]:
    """The case study wizard, its map and its previews; asking the owner of a case."""
    return [
        path("owner/<int:page_id>/", AskOwnerView.as_view(), name="ask_owner"),
        path("tell-a-case/map.svg", map_picture, name="projects_wizard_map"),
        path("tell-a-case/preview/<slug:kind>/", CasePreview.as_view(), name="projects_wizard_preview"),
        path("tell-a-case/<slug:step>/", CaseWizard.as_view(), name="projects_wizard"),
    ]


@hooks.register("register_log_actions")
def approval_log_actions(actions: LogActionRegistry) -> None:
    """What the log calls a question to the owner of a case."""
    actions.register_action(
        "portal.ask_owner", _("Ask the owner"), _("Asked the owner by mail whether the case is right.")
    )


@hooks.register("register_page_header_buttons")
def descendant_button(page: Page, user: AnyUser, **kwargs: object) -> Iterator[Button]:
    """From a public case to the wizard, for a case that grew out of it."""
    if page.live and issubclass(page.specific_class, CaseStudyPage):
        url = f"{reverse('projects_wizard', args=['problem'])}?origin={page.translation_key}"
        yield Button(_("Tell a case that grew out of it"), url, icon_name="edit", priority=66)


@hooks.register("register_admin_menu_item")
def wizard_menu_item() -> MenuItem:
    """Tell a case, in the main menu."""
    return MenuItem(_("Tell a case"), reverse_lazy("projects_wizard", args=["problem"]), icon_name="edit", order=120)


@hooks.register("register_admin_urls")
def proposed_photo_urls() -> list[URLPattern | URLResolver]:
    """Photos that came with proposals."""
    return [
        path("proposed-photos/<int:photo_id>/", proposing.proposed_photo, name="projects_proposed_photo"),
        path(
            "proposed-photos/<int:photo_id>/file/", proposing.proposed_photo_file, name="projects_proposed_photo_file"
        ),
    ]


@hooks.register("register_admin_urls")
def adoption_urls() -> list[URLPattern | URLResolver]:
    """Adoptions that wait to be read, and all others."""
    return [
        path("adoptions/", desk.adoption_list, name="projects_adoptions"),
        path("adoptions/<int:adoption_id>/", desk.adoption, name="projects_adoption"),
    ]


class AdoptionsItem(MenuItem):
    """Adoptions in the main menu, for teams and the secretariat."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there can be something to decide."""
        return desk.may_open(request)


@hooks.register("register_admin_menu_item")
def adoptions_menu_item() -> MenuItem:
    """Who uses what."""
    return AdoptionsItem(_("Used by"), reverse_lazy("projects_adoptions"), icon_name="group", order=125)


class AdoptionsPanel(Component):
    """A card of the dashboard: which adoptions wait to be read."""

    name, order = "adoptions", 126
    template_name = "projects/adoptions/desk/panel.html"

    def __init__(self, number: int) -> None:
        self.number = number

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``number``: how many wait."""
        return {"number": self.number}


@hooks.register("construct_homepage_panels")
def add_adoptions_panel(request: HttpRequest, panels: list[Component]) -> None:
    """A card of the dashboard where something waits."""
    if desk.may_open(request) and (number := desk.waiting_for(cast("User", request.user))):
        panels.append(AdoptionsPanel(number))
