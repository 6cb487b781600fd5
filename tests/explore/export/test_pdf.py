"""A PDF of works: a picture a page, JPEGs as they are."""

import pikepdf
import pytest

from artkeep.errors import NotFound, Stopped
from artkeep.explore.export import pdf
from artkeep.explore.export.works import Chosen
from artkeep.model.viewing import EVERYTHING
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making


def opened(made):
    assert made.length == len(made.file.read())
    made.file.seek(0)
    return pikepdf.open(made.file)


def test_a_work_becomes_a_book(bench):
    pictures = [*books.jpegs(4), making.packed("PNG"), making.ugoira(), making.moving("GIF")]
    fox = shelve(bench, books.fox(pages=len(pictures)), pictures)

    made = pdf.bound(bench, Chosen((fox,)), EVERYTHING)

    with made.file, opened(made) as book:
        assert [] == book.check_pdf_syntax()
        shown = [page.obj.Resources.XObject.Im0.read_raw_bytes() for page in book.pages]
        assert 7 == made.pages == len(shown)
        assert pictures[:4] == shown[:4]
        assert "Fox in the Snow" == str(book.docinfo["/Title"])
        assert "Mika, Aoyama" == str(book.docinfo["/Author"])
        assert "/R2L" == str(book.Root.ViewerPreferences.Direction)


def test_several_works_follow_each_other(bench):
    one = shelve(bench, books.post("1", 2), books.jpegs(2))
    other = shelve(bench, books.post("2", 1), [books.jpegs(3)[2]])

    made = pdf.bound(bench, Chosen((other, one)), EVERYTHING)

    with made.file, opened(made) as book:
        shown = [page.obj.Resources.XObject.Im0.read_raw_bytes() for page in book.pages]
        assert [books.jpegs(3)[2], *books.jpegs(2)] == shown
        assert "2 works" == str(book.docinfo["/Title"])


def test_parts_are_what_lies_between(bench):
    fox = shelve(bench, books.fox(), books.jpegs(3))
    made = pdf.bound(bench, Chosen((fox,)), EVERYTHING)
    whole = made.file.read()

    assert whole[10:500] == b"".join(pdf.chunks(made, 10, 500))
    assert made.file.closed


def test_nothing_makes_no_book(bench):
    fox = shelve(bench, books.fox(), books.jpegs(3))
    for sha256 in list(bench.blobs.list()):
        bench.blobs.delete(sha256)

    with pytest.raises(NotFound):
        pdf.bound(bench, Chosen((fox,)), EVERYTHING)
    with pytest.raises(NotFound):
        pdf.bound(bench, Chosen((9000,)), EVERYTHING)


def test_whoever_hangs_up_stops_the_work(bench):
    fox = shelve(bench, books.fox(), books.jpegs(3))
    asked = iter([None, None])

    def going():
        if next(asked, "gone") == "gone":
            raise Stopped("nobody waits")

    with pytest.raises(Stopped):
        pdf.bound(bench, Chosen((fox,)), EVERYTHING, going)
