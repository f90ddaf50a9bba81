"""Every question: one right answer, computed; wrong ones apart from it; words for each."""

import inspect
import math
import re

import pytest

from helpers.exercises import question
from helpers.exercises.question_html import number_text
from helpers.exercises.questions import questions
from helpers.exercises.questions.question import Choice, ChooseOne, InYourWords, TypeNumber
from helpers.notebooks import NOTEBOOKS
from helpers.page_source import page_source
from tools.notebook_runs import NOTEBOOKS as FOLDER

MOST_WORDS = 60
ALL = questions()
NUMBER = re.compile(r"\d+(?:\.\d+)?")
numbers = [asked for asked in ALL if isinstance(asked, TypeNumber)]


def texts(asked):
    """Everything that a question says, its answers printed."""
    return f"{question(asked.name)!r}\n{question(asked.name).answer}"


def test_names_are_unique_and_begin_with_a_notebook_s_number():
    names = [asked.name for asked in ALL]
    assert len(set(names)) == len(names)
    for asked in ALL:
        assert asked.name.startswith(f"{asked.notebook}_")
        assert list(FOLDER.glob(f"{asked.notebook}_*.ipynb")) or asked.notebook in NOTEBOOKS


def test_prompts_are_short_and_every_text_is_filled_in():
    for asked in ALL:
        assert len(asked.prompt.split()) <= MOST_WORDS, asked.name
        assert asked.prompt.rstrip()[-1] in "?.:", asked.name
        assert not re.search(r"\{\w*\}", texts(asked)), asked.name
        assert not re.search(r"\b(simply|obviously)\b", texts(asked), re.IGNORECASE), asked.name


def test_one_choice_is_right_and_every_choice_has_its_words():
    for asked in ALL:
        if isinstance(asked, ChooseOne):
            assert 2 <= len(asked.choices) <= 4, asked.name
            assert [choice.right for choice in asked.choices].count(True) == 1, asked.name
            for column in zip(*(choice[:2] for choice in asked.choices), strict=True):
                assert len(set(column)) == len(column), f"{asked.name}: two choices say the same"
                assert all(column), asked.name


def test_what_is_said_of_a_wrong_answer_does_not_tell_the_right_one():
    for asked in numbers:
        for number in (float(n) for slip in asked.slips for n in NUMBER.findall(slip.words)):
            # Its size alone would tell it too, to anybody who knows its sign.
            apart = abs(number - abs(float(asked.answer())))
            assert apart > 0.5 * 10**-asked.digits, f"{asked.name}: {number}"
    for asked in ALL:
        if isinstance(asked, ChooseOne):
            (right,) = [choice.text.rstrip(".") for choice in asked.choices if choice.right]
            for choice in asked.choices:
                assert choice.right or right not in choice.words, asked.name


def test_the_right_choice_does_not_always_stand_in_the_same_place():
    places = [
        [choice.right for choice in asked.choices].index(True)
        for asked in ALL
        if isinstance(asked, ChooseOne)
    ]
    assert max(map(places.count, set(places))) <= 0.6 * len(places)


def test_numbers_are_finite_computed_and_apart_from_their_slips():
    for asked in numbers:
        values = [float(asked.answer()), *(float(slip.value()) for slip in asked.slips)]
        assert all(map(math.isfinite, values)), asked.name
        printed = [number_text(value, asked.digits) for value in values]
        assert len(set(printed)) == len(printed), f"{asked.name}: {printed}"
        assert asked.words, asked.name
        assert all(slip.words for slip in asked.slips), asked.name


def test_no_number_is_printed_differently_by_a_last_digit_of_rounding():
    for asked in numbers:
        for value in (asked.answer, *(slip.value for slip in asked.slips)):
            shifted = abs(float(value())) * 10**asked.digits
            assert abs(shifted % 1 - 0.5) > 1e-6, f"{asked.name}: {value()}"


def test_no_answer_is_typed_in():
    for asked in numbers:
        names = asked.answer.__code__.co_names + asked.answer.__code__.co_freevars
        assert names, f"{asked.name}: {inspect.getsource(asked.answer)} computes nothing"


def test_a_self_explanation_has_a_model_answer_and_something_to_look_for():
    for asked in ALL:
        if isinstance(asked, InYourWords):
            assert len(asked.model_answer.split()) >= 8, asked.name
            assert asked.look_for, asked.name


def test_the_text_gives_nothing_away_and_says_how_to_read_on():
    shown = question("00_which_way")
    assert repr(shown).splitlines()[1:] == [
        "  a) Smaller",
        "  b) Larger",
        "  c) It makes no difference",
        'Commit to an answer, then: print(question("00_which_way").answer)',
    ]
    assert shown.answer.startswith("a) Right. ")


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="name is '00_no', expected one of: 00_which_way"):
        question("00_no")
    for name in ("no", "", None):
        with pytest.raises(ValueError, match="expected one of: 00_which_way, "):
            question(name)


def test_a_page_takes_scripts_without_what_only_a_reader_needs(tmp_path):
    (tmp_path / "a.js").write_text(
        "// Add.\n(a, b) => {\n  // both\n\n  return a + b; // here\n};\n"
    )
    assert page_source(tmp_path / "a.js") == "(a, b) => {\nreturn a + b; // here\n}"


def test_code_listings_and_signs_are_set_as_they_are():
    asked = ChooseOne(
        "00_set",
        "00",
        "Is `a < b`?\n\n    for a in b:\n        a & b\n\nSay so.",
        (Choice("`<b>`", "No."), Choice("Yes", "Yes.", right=True)),
    )
    markup = type(question("00_which_way"))(asked)._repr_html_()
    assert "<p><strong>Question.</strong> Is <code>a &lt; b</code>?</p>" in markup
    assert "<pre>for a in b:\n    a &amp; b</pre><p>Say so.</p>" in markup
    assert "<li><code>&lt;b&gt;</code></li>" in markup
