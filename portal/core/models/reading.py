"""A page as a reader of another language sees it: in the reader's frame, with the text in its own language."""

from portal.core.i18n.locales import locale_codes


class ReadElsewhere:
    """What lists and the frame show of a page; the same as the page itself for readers of its language.

    The attributes are set by ``portal.core.queries.listed`` and ``portal.core.pages.serving``, from ``ReaderVersion``.
    """

    title: str
    summary: str
    text_language: str
    slug: str
    url_path: str
    locale_id: int

    #: Language of the reader, address in the tree of that language, title and summary in it; empty if not set.
    reader_language = reader_url = reader_title = reader_summary = ""

    @property
    def locale_code(self) -> str:
        """Language of the tree in which the page lives."""
        return locale_codes()[self.locale_id]

    @property
    def language(self) -> str:
        """Language in which the text is written; usually that of the tree."""
        return self.text_language or self.locale_code

    @property
    def reading_language(self) -> str:
        """Language of what surrounds the text: the reader's, else that of the page's tree."""
        return self.reader_language or self.locale_code

    @property
    def address(self) -> str:
        """Where the reader reads the page."""
        return self.reader_url or self.url_path

    @property
    def slug_in_address(self) -> str:
        """The last part of ``address``, by which forms about the page find it."""
        return self.reader_url.rstrip("/").rpartition("/")[2] or self.slug

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, else the original one."""
        return self.reader_title or self.title

    @property
    def shown_summary(self) -> str:
        """The summary in the reader's language, else the original one."""
        return self.reader_summary or self.summary

    @property
    def shown_language(self) -> str:
        """Language of ``shown_title`` and ``shown_summary``."""
        return self.reader_language if self.reader_title else self.language
