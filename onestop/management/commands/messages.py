"""The sentences people read, taken from the code into the catalogues of onestop/locale."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import gettext_noop
from django.utils.translation.template import templatize

from onestop.management.spoken import SpokenCommand

FOLDERS = ("procedures", "signing", "workflows", "onestop")
PAGES = "templates"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
# No dates, no names of programs: the file differs only where a sentence does.
HEADER = """\
# %(language)s. Kept in step with the code by "make messages".
msgid ""
msgstr ""
"Language: %(code)s\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: %(plurals)s\\n"

"""


class Command(SpokenCommand):
    help = gettext_noop("Take new sentences from the code into the catalogues; needs no database.")
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        said = said_in_code()
        for code, _name in settings.LANGUAGES:
            path_of(code).write_bytes(_written(_renewed(code, said)))


def path_of(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"


def said_in_code() -> Catalog:
    """Every sentence that the code and the pages mark as one."""
    said = Catalog()
    for folder in FOLDERS:
        found = extract_from_dir(settings.ROOT / folder, [("**.py", "python")], keywords=KEYWORDS)
        for file, line, sentence, _comments, _context in found:
            said.add(sentence, locations=[(f"{folder}/{file}", line)])
    for file, line, sentence in _said_on_pages():
        said.add(sentence, locations=[(file, line)])
    return said


def _said_on_pages() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    for path in sorted((settings.ROOT / PAGES).rglob("*.html")):
        file = path.relative_to(settings.ROOT).as_posix()
        code = templatize(path.read_text(encoding="utf-8"), origin=file)
        # Read as Python next, where an indent would mean something.
        flush = BytesIO("\n".join(line.strip() for line in code.splitlines()).encode())
        for line, sentence, _comments, _context in extract("python", flush, keywords=KEYWORDS):
            yield file, line, sentence


def kept(code: str) -> Catalog:
    """A catalogue as it stands in its file."""
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def _renewed(code: str, said: Catalog) -> Catalog:
    """What is new comes without a translation; what nobody says any more is kept at the end.

    English is what the code says; it has a catalogue for its plurals.
    """
    catalogue = kept(code)
    catalogue.update(said, no_fuzzy_matching=True)
    if code == "en":
        catalogue.obsolete.clear()
        for message in catalogue:
            message.string = message.id
            message.flags.discard("fuzzy")
    return catalogue


def _written(catalogue: Catalog) -> bytes:
    content = BytesIO()
    write_po(content, catalogue, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    locale = catalogue.locale
    assert locale is not None, "read with its language"  # noqa: S101
    header = HEADER % {
        "language": locale.english_name,
        "code": locale,
        "plurals": catalogue.plural_forms,
    }
    return header.encode() + content.getvalue()
