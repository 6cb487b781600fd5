from artkeep.web.changes import Piece, of_tags, pieces, plain


def test_a_text_is_compared_word_by_word():
    assert (
        Piece("same", "a fox in "),
        Piece("gone", "winter"),
        Piece("new", "spring"),
    ) == pieces("a fox in winter", "a fox in spring")


def test_equal_texts_have_no_changes():
    assert {"same"} == {piece.kind for piece in pieces("a fox", "a fox")}


def test_what_came_and_went_alone_is_told():
    assert (Piece("same", "fox"), Piece("new", " 雪")) == pieces("fox", "fox 雪")
    assert (Piece("gone", "fox"),) == pieces("fox", "")


def test_very_long_texts_are_compared_as_a_whole():
    before, after = "x " * 3000, "y " * 3000

    assert (Piece("gone", before), Piece("new", after)) == pieces(before, after)


def test_tags_in_another_order_are_no_news():
    assert () == of_tags(["a", "b"], ["b", "a"])
    assert (Piece("gone", "a"), Piece("new", "c")) == of_tags(["a", "b"], ["b", "c"])


def test_a_caption_is_compared_without_its_marks():
    assert "one\ntwo & three" == plain("<b>one</b><br>two &amp; three<script>x</script>")
