"""Versions of the model: proposed, published by two persons, frozen."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from wagtail_localize.models import Translation, TranslationSource

from portal.core.models import SiteSettings
from projects.models import ElementPage
from projects.modeltext.canonical import checksum, paragraphs_of
from projects.modeltext.enums import LineageKind, Relation, Step, VersionState
from projects.modeltext.jobs import check
from projects.modeltext.models import FrozenError, ModelVersion, Paragraph, Root
from projects.modeltext.rooting import NewRoot, add_root, end_root, mark_editorial, set_successors
from projects.modeltext.snapshots import lagging_languages
from projects.modeltext.versions import (
    RefusedError,
    broken,
    discard,
    ensure_paragraphs,
    next_number,
    preview,
    propose,
    publish,
    take_in,
)
from tests.kept_rows import kept
from tests.projects.modeltext.texts import (
    NOW,
    add_text,
    first_version,
    give_root,
    key_of,
    next_version,
    rewrite,
    secretary,
)
from tests.sites import add_strategy, make_site

pytestmark = pytest.mark.django_db
NEWS = {"en": "Clearer words."}


@pytest.fixture
@kept
def element() -> ElementPage:
    """An element of two paragraphs, without a version."""
    make_site("en", "is")
    return add_text({"snow": "Snow falls.", "trust": "Trust grows."})


def test_first_version_holds_what_visitors_read(element: ElementPage):
    add_text({"snow": "Snjór fellur.", "trust": "Traust vex."}, "is", of=element, title="Þáttur")
    version = first_version()

    assert (version.number, version.state, version.loaded) == ("1.0", VersionState.PUBLISHED, True)
    (section,) = version.snapshot["sections"]
    assert section["titles"]["is"] == "Þáttur"
    assert [one["number"] for one in section["paragraphs"]] == ["1.1", "1.2"]
    assert section["paragraphs"][0]["texts"]["is"]["html"] == "<p>Snjór fellur.</p>"
    assert version.sha256 == checksum(version.snapshot)
    assert {one.short_id for one in Paragraph.objects.all()} == {key_of("snow").hex[:8], key_of("trust").hex[:8]}


def test_draft_of_a_page_is_not_in_a_version(element: ElementPage):
    element.title = "Only a draft"
    element.save_revision()

    assert first_version().snapshot["sections"][0]["titles"]["en"] != "Only a draft"


def test_short_id_grows_where_another_paragraph_has_it(element: ElementPage):
    key = key_of("snow")
    Paragraph.objects.create(key=key_of("other"), short_id=key.hex[:8], element_key=element.translation_key)

    rows = ensure_paragraphs([key], element.translation_key)

    assert rows[key].short_id == key.hex[:9]


def test_published_version_cannot_change_or_be_deleted(element: ElementPage):
    version = first_version()
    version.snapshot = {"roots": [], "sections": []}

    for change in (
        version.save,
        version.delete,
        ModelVersion.objects.all().delete,
        lambda: ModelVersion.objects.update(sha256="0" * 64),
        lambda: ModelVersion.objects.update(state=VersionState.SUPERSEDED, news={}),
    ):
        with pytest.raises(FrozenError):
            change()
    assert broken() == []


def test_nightly_check_names_a_version_that_was_changed_behind_the_portal(element: ElementPage, caplog):
    version = first_version()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE modeltext_modelversion SET snapshot = %s WHERE id = %s", ['{"roots":[],"sections":[]}', version.pk]
        )

    check()

    assert "version 1.0 is not what was published" in caplog.text


def test_proposer_cannot_publish_and_another_person_can(element: ElementPage):
    first_version()
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows."})
    one, two = secretary("kari"), secretary("ola")
    version = propose(Step.TEXT, NEWS, one, NOW)
    give_root("snow")

    with pytest.raises(RefusedError, match="same_person"):
        publish(version.pk, version.sha256, one, NOW)
    published = publish(version.pk, version.sha256, two, NOW)

    assert (published.number, published.proposed_by, published.published_by) == ("1.1", one, two)
    assert ModelVersion.objects.get(number_is("1.0")).state == VersionState.SUPERSEDED


def number_is(number: str) -> Q:
    """A condition for the version with ``number``."""
    major, minor = number.split(".")
    return Q(major=major, minor=minor, patch=0)


def test_who_takes_the_text_in_anew_has_proposed_it(element: ElementPage):
    first_version()
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows."})
    one, two = secretary("kari"), secretary("ola")
    version = propose(Step.TEXT, NEWS, one, NOW)
    give_root("snow")
    rewrite(element, {"snow": "Snow falls at night.", "trust": "Trust grows."})
    taken = take_in(version.pk, two, NOW)

    with pytest.raises(RefusedError, match="changed"):
        publish(version.pk, version.sha256, one, NOW)
    with pytest.raises(RefusedError, match="same_person"):
        publish(version.pk, taken.sha256, two, NOW)
    assert "night" in str(publish(version.pk, taken.sha256, one, NOW).snapshot)


def test_same_two_persons_are_refused_by_the_database(element: ElementPage):
    one = secretary("kari")
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(major=1, proposed_by=one, published_by=one, proposed_at=NOW, sha256="0" * 64)


def test_one_version_is_in_force_and_one_may_come(element: ElementPage):
    first_version()
    rows = {"proposed_at": NOW, "sha256": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(major=3, state=VersionState.PUBLISHED, published_at=NOW, **rows)
    ModelVersion.objects.create(major=4, **rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(major=5, state=VersionState.CONSULTED, **rows)


def test_new_or_changed_paragraph_needs_a_root_or_an_editorial_mark(element: ElementPage):
    first_version()
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows.", "þing": "Þing meets."})
    one, two = secretary("kari"), secretary("ola")
    version = propose(Step.TEXT, NEWS, one, NOW)

    with pytest.raises(RefusedError, match="unrooted"):
        publish(version.pk, version.sha256, two, NOW)
    give_root("þing", relation=Relation.SPEAKS_AGAINST)
    mark_editorial(version, Paragraph.objects.get(key=key_of("snow")), "Spelling.", one)
    with pytest.raises(RefusedError, match="unrooted"):
        publish(version.pk, version.sha256, two, NOW)
    give_root("þing", relation=Relation.SUPPORTED_BY)

    assert publish(version.pk, version.sha256, two, NOW).number == "1.1"
    stored = paragraphs_of(ModelVersion.objects.get(state=VersionState.PUBLISHED).snapshot)[str(key_of("þing"))]
    assert [root["relation"] for root in stored["roots"]] == ["against", "supports"]


def test_translation_that_follows_its_original_needs_no_root(element: ElementPage):
    translated = add_text({"snow": "Snjór.", "trust": "Traust."}, "is", of=element)
    first_version()
    rewrite(translated, {"snow": "Snjór fellur.", "trust": "Traust vex."})
    source, _created = TranslationSource.get_or_create_from_instance(element)
    Translation.objects.create(source=source, target_locale=translated.locale)

    assert next_version().number == "1.1"


@pytest.mark.parametrize(
    ("step", "number"), [(Step.TEXT, (1, 1, 0)), (Step.ELEMENTS, (2, 0, 0)), (Step.CORRECTION, (1, 0, 1))]
)
def test_numbers_count_up_by_what_changed(element: ElementPage, step: Step, number: tuple[int, int, int]):
    assert next_number(first_version(), step) == number


def test_element_that_comes_makes_a_new_major_version(element: ElementPage):
    first_version()
    add_text({"sea": "The sea rises."}, introduced_in=2)
    assert preview().step == Step.ELEMENTS
    with pytest.raises(RefusedError, match="unchanged"):
        propose(Step.TEXT, NEWS, secretary("kari"), NOW)

    version = next_version(Step.ELEMENTS, rooted=("sea",))

    assert version.number == "2.0"
    assert [section["number"] for section in version.snapshot["sections"]] == [1, 2]
    assert SiteSettings.load().current_model_version == 2


def test_step_that_does_not_fit_the_elements_is_refused(element: ElementPage):
    first_version()
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows."})

    with pytest.raises(RefusedError, match="no_elements"):
        propose(Step.ELEMENTS, NEWS, secretary("kari"), NOW)


def test_nothing_to_publish_is_refused(element: ElementPage):
    first_version()
    with pytest.raises(RefusedError, match="unchanged"):
        propose(Step.TEXT, NEWS, secretary("kari"), NOW)
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows."})
    version = propose(Step.TEXT, NEWS, secretary("ola"), NOW)
    with pytest.raises(RefusedError, match="exists"):
        propose(Step.TEXT, NEWS, secretary("liv"), NOW)
    discard(version.pk)
    for act in (lambda: discard(version.pk), lambda: publish(version.pk, version.sha256, secretary("per"), NOW)):
        with pytest.raises(RefusedError, match="gone"):
            act()


def test_languages_that_lag_are_named(element: ElementPage):
    add_text({"snow": "Snjór fellur."}, "is", of=element)
    snapshot = first_version().snapshot

    assert "is" in lagging_languages(snapshot)
    assert "en" not in lagging_languages(snapshot)


def test_root_is_never_deleted_once_it_was_published(element: ElementPage):
    first_version()
    strategy = add_strategy()
    paragraph = Paragraph.objects.get(key=key_of("snow"))
    asked = NewRoot("strategy", str(strategy.translation_key), Relation.COMES_FROM, {"en": "It says so."})
    user = secretary("kari")
    root = add_root(paragraph, asked, user, NOW, "en")
    with pytest.raises(RefusedError, match="root_exists"):
        add_root(paragraph, asked, user, NOW, "en")
    end_root(root)
    assert not Root.objects.exists()

    root = add_root(paragraph, asked, user, NOW, "en")
    second = next_version()
    end_root(root)
    third = next_version()

    root.refresh_from_db()
    assert (root.from_version, root.until_version) == (second, third)
    stored = [paragraphs_of(one.snapshot)[str(paragraph.key)]["roots"] for one in (second, third)]
    assert [len(roots) for roots in stored] == [1, 0]


def test_thing_that_nobody_may_read_is_no_root(element: ElementPage):
    first_version()
    paragraph = Paragraph.objects.get(key=key_of("snow"))
    hidden = add_strategy()
    hidden.unpublish()

    for kind, key in (("strategy", str(hidden.translation_key)), ("strategy", "ð"), ("nothing", "1"), ("source", "")):
        with pytest.raises(RefusedError, match="unknown_root"):
            add_root(paragraph, NewRoot(kind, key, Relation.COMES_FROM, {}), secretary(f"u{kind}{len(key)}"), NOW, "en")


def test_successor_is_kept_with_the_version_in_which_a_paragraph_left(element: ElementPage):
    first_version()
    rewrite(element, {"snow": "Snow falls.", "faith": "Trust grows slowly."})
    version = propose(Step.TEXT, NEWS, secretary("kari"), NOW)
    gone, new = (Paragraph.objects.get(key=key_of(name)) for name in ("trust", "faith"))
    set_successors(version, gone, [new], LineageKind.REPLACED)
    give_root("faith")
    publish(version.pk, version.sha256, secretary("ola"), NOW)

    assert [(one.successor, one.kind) for one in gone.followed_by.all()] == [(new, "replaced")]
    gone.refresh_from_db()
    assert str(gone.last_version) == "1.0"
    with pytest.raises(RefusedError, match="gone"):
        set_successors(version, gone, [], None)
