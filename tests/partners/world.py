"""Two organisations with teams, pages, drafts, translations, pictures and documents; all plainly fictional."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from events.dialogue.enums import ContributionState, OccasionKind
from events.dialogue.models import Contribution, Occasion, Question, Theme
from events.enums import PoolKind
from events.models import Event, EventDraft, Registration, SeatPool
from partners.models import Organisation, Team, TranslationRequest
from partners.teams.groups import make_team, secretariat
from projects.enums import AdoptionStage
from projects.models import Adoption, CaseStudyPage, ProposedPhoto
from tests.kept_rows import make_or_put_back
from tests.sites import add_case, add_element, add_event, add_partner, make_site

#: Stands in everything of the second organisation that nobody else may see.
SECRET = "Zquirrel"
PASSWORD = "fictional password"


@dataclass
class Owner:
    """One organisation and all it has."""

    name: str
    organisation: Organisation
    team: Team
    partner: Any
    case: CaseStudyPage
    case_da: CaseStudyPage
    draft: CaseStudyPage
    event: Any
    image: Any
    document: Any
    translation: Translation
    member: Any
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """The whole site."""

    homes: dict[str, Any]
    element: Any
    a: Owner
    b: Owner
    secretary: Any
    outsider: Any


def make_user(name: str, *groups: Any) -> Any:
    """An editor in the given groups."""
    user = get_user_model().objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD)
    user.groups.add(*groups)
    return user


def translate_page(
    page: Any, language: str, texts: dict[str, str] | None = None, *, publish: bool = False
) -> Translation:
    """A translation by wagtail-localize; ``texts`` gives translations by content path, the rest is missing."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(language_code=language)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("context", "string"):
        said = (texts or {}).get(segment.context.path)
        if said is not None:
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=StringValue.from_plaintext(said).data,
            )
    save_target(translation, publish=publish)
    return translation


def save_target(translation: Translation, *, publish: bool = True) -> None:
    """Write the translated page; wagtail-localize publishes when the transaction is committed, so it is."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=publish)


def register_somebody(page: Any, name: str) -> Registration:
    """Somebody who asked for a place at the event of a page."""
    event = Event.objects.get(translation_key=page.translation_key)
    pool = event.pools.first() or SeatPool.objects.create(event=event, kind=PoolKind.ONLINE)
    email = f"person{event.pk}@example.org"
    return Registration.objects.create(
        event=event, pool=pool, name=name, email=email, email_key=email, language="en", created_at=timezone.now()
    )


def say_something(organisation: Organisation, text: str) -> dict[str, Any]:
    """An occasion of the organisation with a contribution that nobody has read yet, one that is shown, and a theme."""
    page = {"en": {"title": text, "url": "/en/events/", "live": True}}
    occasion = Occasion.objects.create(
        page_key=uuid4(), kind=OccasionKind.WORKSHOP, organisation=organisation, takes_input=True, pages=page
    )
    question = Question.objects.create(occasion=occasion, key=uuid4(), texts={"en": text})
    now = timezone.now()
    said = {"occasion": occasion, "question": question, "language": "en", "text": text, "created_at": now}
    waits = Contribution.objects.create(**said)
    shown = Contribution.objects.create(**said, state=ContributionState.PUBLISHED, published_at=now)
    theme = Theme.objects.create(occasion=occasion, titles={"en": text}, created_at=now)
    theme.members.create(contribution=shown, added_at=now)
    return {"contributions": [waits, shown], "theme": theme}


def use_case(case: CaseStudyPage, municipality: str) -> Adoption:
    """A municipality that says it uses a case, and waits to be read."""
    now = timezone.now()
    return Adoption.objects.create(
        case_key=case.translation_key,
        municipality=municipality,
        country="NO",
        language="en",
        since_year=2024,
        stage=AdoptionStage.TRYING,
        form_key=uuid4().hex,
        created_at=now,
        confirmed_at=now,
        last_confirmed=now,
    )


def make_owner(name: str, element: Any, mark: str) -> Owner:
    """An organisation whose unpublished texts all hold ``mark``."""
    partner = add_partner(title=f"Partner {name}", slug=f"partner-{name}")
    organisation = partner.organisation
    team = make_team(organisation)
    case = add_case(title=f"Case {name}", slug=f"case-{name}", organisation=organisation, elements=[element])
    translation = translate_page(case, "da", {"title": f"{mark} {name} da"})
    case.title = f"{mark} revised {name}"
    case.save_revision()
    draft = add_case(title=f"{mark} draft {name}", slug=f"draft-{name}", organisation=organisation, elements=[element])
    draft.unpublish()
    event = add_event(title=f"Event {name}", slug=f"event-{name}", organisation=organisation)
    person = register_somebody(event, f"{mark} person {name}")
    image = get_image_model().objects.create(
        title=f"{mark} image {name}", file=get_test_image_file(), collection=team.collection
    )
    document = get_document_model().objects.create(
        title=f"{mark} document {name}", file=ContentFile(mark, name=f"{name}.txt"), collection=team.collection
    )
    case = CaseStudyPage.objects.get(pk=case.pk)
    case_da = CaseStudyPage.objects.get(locale__language_code="da", translation_key=case.translation_key)
    draft = CaseStudyPage.objects.get(pk=draft.pk)
    member = make_user(f"member-{name}", team.group)
    owner = Owner(name, organisation, team, partner, case, case_da, draft, event, image, document, translation, member)
    workflow = draft.get_workflow()
    owner.extra["registration"] = person
    owner.extra["workflow_state"] = workflow.start(draft, member)
    owner.extra |= say_something(organisation, f"{mark} contribution {name}")
    owner.extra["announced"] = EventDraft.objects.create(
        organisation=organisation, said={"title": f"{mark} announcement {name}"}
    )
    owner.extra["asked"] = TranslationRequest.objects.create(
        original=event, language="da", note=f"{mark} note {name}", asked_by=member
    )
    owner.extra["photo"] = ProposedPhoto.objects.create(case=owner.draft, content=b"photo", credit=f"{mark} {name}")
    owner.extra["adoption"] = use_case(case, f"{mark} town {name}")
    return owner


def make_world() -> World:
    """Everything; the second organisation's drafts are marked with ``SECRET``."""
    return make_or_put_back(_make_world)


def _make_world() -> World:
    homes = make_site("en", "da")
    group = secretariat()
    element = add_element(title="Element one")
    a = make_owner("a", element, "Open")
    b = make_owner("b", element, SECRET)
    return World(homes, element, a, b, make_user("secretary", group), make_user("outsider"))
