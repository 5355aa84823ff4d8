"""What holds whatever editors do: a snapshot never changes, and the address of a paragraph always answers."""

import random

import pytest
from django.test import Client

from projects.models import ElementPage
from projects.modeltext.canonical import canonical, checksum, paragraphs_of
from projects.modeltext.enums import LineageKind, Relation
from projects.modeltext.models import ModelVersion, Paragraph, Root
from projects.modeltext.rooting import end_root, mark_editorial, set_successors
from projects.modeltext.versions import broken, preview, propose, publish, unrooted
from tests.projects.modeltext.texts import NOW, add_text, first_version, rewrite, secretary
from tests.sites import add_strategy, make_site

pytestmark = pytest.mark.django_db
WORDS = ["snow", "trust", "æ", "ð", "þ", "ö", "yhteiskunnallisesti", "på", "🙂", "hy\xadphen", "å"]


class Editors:
    """Two people who change the text at random, within what the portal lets them do."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.one, self.other = secretary("kari"), secretary("ola")
        self.strategy = add_strategy()
        self.count = 0
        self.elements = [self._new_element() for _number in range(2)]
        first_version()

    def _text(self) -> str:
        return " ".join(self.random.choices(WORDS, k=5))

    def _name(self) -> str:
        self.count += 1
        return f"paragraph {self.count}"

    def _new_element(self) -> tuple[ElementPage, dict[str, str]]:
        said = {self._name(): self._text() for _number in range(3)}
        return add_text(said), said

    def change(self) -> None:
        """Rewrite, add, split, move or leave out paragraphs; sometimes a whole element leaves."""
        for page, said in self.elements:
            names = list(said)
            self.random.shuffle(names)
            kept = {name: said[name] for name in names[self.random.randint(0, 1) :]}
            if self.random.random() < 0.7 and kept:
                kept[self.random.choice(list(kept))] = self._text()
            kept[self._name()] = self._text()
            said.clear()
            said.update(kept)
            rewrite(page, said)
        if len(self.elements) > 1 and self.random.random() < 0.3:
            page, _said = self.elements.pop()
            page = ElementPage.objects.get(pk=page.pk)
            page.retired_in = ModelVersion.objects.first().major + 1  # type: ignore[union-attr]
            page.save_revision().publish()

    def publish(self) -> None:
        """Propose, say what followed what left, give roots or call it editorial, and publish."""
        step = preview().step
        before = set(paragraphs_of(ModelVersion.objects.get(state="published").snapshot))
        version = propose(step, {"en": "New."}, self.one, NOW)
        now = list(paragraphs_of(version.snapshot))
        for key in before - set(now):
            gone, successor = Paragraph.objects.get(key=key), Paragraph.objects.get(key=self.random.choice(now))
            if self.random.random() < 0.8:
                set_successors(version, gone, [successor], self.random.choice(list(LineageKind)))
        for key in unrooted(version):
            paragraph = Paragraph.objects.get(key=key)
            if self.random.random() < 0.5:
                mark_editorial(version, paragraph, "Spelling.", self.one)
            else:
                relation = self.random.choice([Relation.COMES_FROM, Relation.SUPPORTED_BY])
                strategy = str(self.strategy.translation_key)
                Root.objects.get_or_create(
                    paragraph=paragraph, kind="strategy", key=strategy, relation=relation, until_version=None,
                    defaults={"added_at": NOW, "is_ending": False},
                )  # fmt: skip
        for root in Root.objects.filter(from_version__isnull=False, until_version=None)[:1]:
            end_root(root)
        for key in unrooted(version):
            mark_editorial(version, Paragraph.objects.get(key=key), "Clearer.", self.one)
        publish(version.pk, version.sha256, self.other, NOW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_snapshot_changes_and_every_address_answers_whatever_is_published(client: Client, seed: int):
    make_site("en", "fi")
    editors = Editors(seed)
    frozen: dict[str, str] = {}
    for _number in range(4):
        frozen |= {one.number: canonical(one.snapshot) for one in ModelVersion.objects.all()}
        editors.change()
        editors.publish()

        for version in ModelVersion.objects.all():
            assert canonical(version.snapshot) == frozen.get(version.number, canonical(version.snapshot))
            assert checksum(version.snapshot) == version.sha256
    assert ModelVersion.objects.count() == 5
    assert broken() == []
    standing = Paragraph.objects.filter(first_version__isnull=False)
    assert standing.count() > 6
    for paragraph in standing:
        assert client.get(f"/fi/model/p/{paragraph.short_id}/").status_code == 200, paragraph
