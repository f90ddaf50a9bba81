"""Every form of verdict, word for word, as text and as HTML; every answer known, as both.

Run this file to write the verdicts anew after a wanted change, and read the difference.
"""

import ast
import errno
import html
import inspect
import math
import re
from dataclasses import replace
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import learner_answers
import numpy as np
import pytest

from helpers.exercises import Verdict, check, exercises
from helpers.exercises.catalogue import exercise_named, names
from helpers.exercises.checker import check as check_module
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING, Case
from helpers.exercises.links import comes_later, links
from helpers.notebooks import NOTEBOOKS

SAVED = Path(__file__).with_name("verdicts.txt")
# Python and numpy word their own errors anew with each version.
OTHERS_WORDS = re.compile(r"((?:Python (?:reports|warned)[: ]*\w*: )|; Python )[^\n<]*")
HEADING = "#### "
VOID = {"br", "img"}
ENGINE = Path(check_module.__file__).parent
SPEAKING = [
    "errors",
    "error_location",
    "wrong_shapes",
    "wrong_sizes",
    "partly_right",
    "experiments",
    "feedback",
    "compare",
]
SPEAKING += ["mistaken", "nothing_returned", "check", "../exercise"]
SHORTEST_SENTENCE = 10
LEAD_NOWHERE_EARLY = {slip.name for slip in IN_THE_WAY_OF_WORKING}
# What stands behind a click is no part of the text, which says how to print it.
HOW_TO_SEE_IT = ": print(check(...).change)"


def exercise_of(function):
    fitting = [name for name in names() if function.__name__.startswith(f"{name}_")]
    return max(fitting, key=len)


def answers():
    return [
        function
        for name, function in vars(learner_answers).items()
        if inspect.isfunction(function) and not name.startswith("_")
    ]


def _special():
    """Verdicts that take more than a function of an exercise."""
    return {
        "a misspelt exercise": lambda: check("relu_slop", learner_answers.relu_slope_right),
        "an exercise unlike any": lambda: check("?", learner_answers.relu_slope_right),
        "a name that is none": lambda: check(None, learner_answers.relu_slope_right),
        "no function": lambda: check("relu_slope", np.array([0.0, 1.0])),
        "a listing as found": lambda: check("listing_1", listing_1),
        "a function that Python does not show": lambda: check("node_sum", math.hypot),
        "more than one slip fits": lambda: more_than_one_slip(),
        "the check is stopped": lambda: stopped(),
        "the check has a fault": lambda: faulty(),
        "it cannot be kept": lambda: not_kept(),
    }


ANSWERS = {f.__name__: f for f in answers()}
LINES_UNKNOWN = ", lines unknown"
CALLED_UP = [*ANSWERS, *(name + LINES_UNKNOWN for name in ANSWERS), *_special()]


@cache
def verdict_called(name):
    """The verdict of this name: made when a test asks, for a search may take a second or two."""
    function = ANSWERS.get(name.removesuffix(LINES_UNKNOWN))
    if function is None:
        return _special()[name]()
    # Of a partial Python has no source: then what it does is all that there is to go by.
    judged = partial(function) if name.endswith(LINES_UNKNOWN) else function
    return check(exercise_of(function), judged)


def more_than_one_slip():
    """No exercise's inputs let two slips look alike: here are inputs that do."""
    alike = [Case("the same number twice", (np.ones(2), np.ones(2)))]
    exercise = replace(exercise_named("node_sum"), cases=lambda _: alike)
    return check_module.judge(exercise, lambda inputs, weights: 1.0, np.random.default_rng(0))


def stopped():
    return _checked_with(KeyboardInterrupt())


def not_kept():
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch.object(check_module, "record", side_effect=full):
        return check("node_sum", exercise_named("node_sum").reference)


def faulty():
    return _checked_with(RuntimeError("the checker is broken"))


def _checked_with(error):
    with mock.patch.object(check_module, "diagnose", side_effect=error):
        return check("relu_slope", learner_answers.relu_slope_closed)


def listing_1(pre_activation):
    return 1 if pre_activation > 0 else 0


def as_saved(name):
    verdict = verdict_called(name)
    return (
        f"{HEADING}{name}: {verdict.status} {list(verdict.misconceptions)}\n{verdict.message}\n"
        f"---- html\n{verdict._repr_html_()}\n"
    )


@cache
def saved():
    """What is saved of each verdict, in the order of the file."""
    before, *parts = re.split(f"^(?={HEADING})", SAVED.read_text("utf-8"), flags=re.MULTILINE)
    assert before == ""
    return [part.rstrip("\n") + "\n" for part in parts]


def test_all_verdicts_are_saved_in_their_order():
    headings = zip(CALLED_UP, saved(), strict=True)
    assert all(part.startswith(f"{HEADING}{name}: ") for name, part in headings)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLED_UP)
def test_a_verdict_is_word_for_word_as_saved(name):
    said, kept = as_saved(name), saved()[CALLED_UP.index(name)]
    assert OTHERS_WORDS.sub(r"\1", said) == OTHERS_WORDS.sub(r"\1", kept)


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text = [], []

    @property
    def is_folded(self):
        return "details" in self.open and "summary" not in self.open

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "style", "iframe")
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.is_folded:
            self.text.append(data)


def words(text):
    return sorted(re.findall(r"[\w'-]+", text))


def check_that_both_say_the_same(verdict):
    page = _Page()
    page.feed(verdict._repr_html_())
    assert page.open == []
    assert words(" ".join(page.text)) == words(verdict.message.replace(HOW_TO_SEE_IT, ""))


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLED_UP)
def test_text_and_html_say_the_same(name):
    check_that_both_say_the_same(verdict_called(name))


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_what_the_catalogue_says_is_called_up_and_the_same_as_text_and_as_html(exercise):
    right = check(exercise.name, exercise.reference)
    assert exercise.why in right.message
    assert exercise.next in right.message
    check_that_both_say_the_same(right)
    for slip in exercise.misconceptions:
        verdict = check(exercise.name, slip.wrong)
        assert slip.words in verdict.message
        if slip.name in LEAD_NOWHERE_EARLY and comes_later(slip.read_again, exercise.notebook):
            assert "Read again" not in verdict.message
            continue
        for said, address in links(slip.read_again, exercise.notebook):
            assert said in verdict.message
            assert f'<a href="{address}">{html.escape(said)}</a>' in verdict._repr_html_()
        check_that_both_say_the_same(verdict)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_verdict_sends_nobody_ahead_but_to_the_glossary(exercise):
    files = [notebook.file for notebook in NOTEBOOKS.values()]
    open_to_all = NOTEBOOKS["11"].file
    own = files.index(NOTEBOOKS[exercise.notebook].file)
    for slip in (*exercise.slips, *IN_THE_WAY_OF_WORKING):
        for _, address in links(slip.read_again, exercise.notebook):
            file, _, word = address.partition(".ipynb")
            assert files.index(file) <= own or (file == open_to_all and word)


def in_one_line(text):
    return " ".join(text.split())


def unsaid(tree):
    """The constants of a module that are no words for a learner: what is compared or documents."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from ast.walk(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            yield from ast.walk(node)
        if isinstance(node, ast.Expr):
            yield node.value


def sentences(name):
    """The texts in a module of the engine, those between the gaps of an f-string one by one."""
    tree = ast.parse((ENGINE / f"{name}.py").read_text(encoding="utf-8"))
    left_out = set(unsaid(tree))
    texts = {
        in_one_line(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out
    }
    return {text for text in texts if " " in text and len(text) >= SHORTEST_SENTENCE}


@pytest.mark.parametrize("name", SPEAKING)
def test_every_sentence_of_the_engine_has_a_program_that_calls_it_up(name):
    said = in_one_line(SAVED.read_text(encoding="utf-8"))
    assert [sentence for sentence in sorted(sentences(name)) if sentence not in said] == []


def test_what_a_learner_prints_cannot_become_html():
    def node_sum(inputs, weights):
        print("<script>alert(1)</script>")
        return inputs @ weights + 1

    page = check("node_sum", node_sum)._repr_html_()
    assert "<script" not in page
    assert html.escape("<script>alert(1)</script>") in page


def test_where_all_numbers_are_right_no_step_is_called_wrong():
    def through_relu(activation_slope, pre_activation):
        activation_slope[pre_activation <= 0] = 0
        return activation_slope

    message = check("through_relu", through_relu).message
    assert "The numbers are right." in message
    assert "Changed: activation_slope." in message
    assert "value needed" not in message


def test_where_only_the_shape_differs_no_step_is_called_wrong():
    def relu(pre_activation):
        out = []
        for number in pre_activation.flatten():
            if number > 0:
                out.append(number)
            else:
                out.append(0.0)
        return np.array(out)

    message = check("relu", relu).message
    assert "The numbers are right. Only the shape differs." in message
    assert "value needed" not in message


def test_the_smallest_input_is_called_so_only_where_it_is():
    def measured_slopes(loss_at, weights, step):
        slopes = np.zeros(weights.shape)
        for place in np.ndindex(weights.shape):
            higher, lower = weights.copy(), weights.copy()
            higher[place] += step
            lower[place] -= step
            slopes = (loss_at(higher) - loss_at(lower)) / (2 * step)
        return slopes

    # A single weight goes wrong too, and shows less.
    assert (
        "An input that goes wrong: two weights."
        in check("measured_slopes", measured_slopes).message
    )
    first_wrong = check("carried", lambda value, weight: value + weight).message
    assert "The smallest input that goes wrong: " in first_wrong


def test_what_a_function_that_fails_does_is_not_called_a_result():
    def accuracy(scores, labels):
        said = np.argmax(scores, axis=0)
        return np.mean(said == labels)

    message = check("accuracy", accuracy).message
    assert "your function does exactly what this slip would." in message
    assert "returns exactly" not in message


def test_the_way_to_fix_it_comes_last():
    def updated_weights(weights, slopes, learning_rate):
        new_weights = weights
        for i in range(len(weights)):
            new_weights[i] = weights[i] - learning_rate * slopes[i]
        return new_weights

    *_, last = check("updated_weights", updated_weights).message.splitlines()
    assert last.startswith("Still stuck after the hints?")


def test_between_changes_that_are_far_apart_lines_are_left_out():
    def node_value(inputs, weights, bias):
        total = np.sum(inputs * weights)
        total = total * bias
        if total > 0:
            return total
        else:  # noqa: RET505
            return bias

    lines = check("node_value", node_value).change.splitlines()
    assert lines[lines.index("     if total > 0:") + 1] == " ..."


def test_a_fault_of_the_course_is_never_called_wrong():
    assert faulty().status == "cannot tell"
    assert 'exercise "relu_slope", RuntimeError: the checker is broken' in faulty().message
    assert "may be correct" in faulty().message


def test_a_stopped_check_says_so():
    assert stopped().status == "error"
    assert "was stopped" in stopped().message


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLED_UP)
def test_a_verdict_fits_a_screen(name):
    assert len(verdict_called(name).message.splitlines()) <= 24


def test_a_notebook_shows_the_text_and_the_html():
    from IPython.core.formatters import DisplayFormatter

    verdict = check("relu_slope", learner_answers.relu_slope_closed)
    shown, _ = DisplayFormatter().format(verdict)
    assert isinstance(verdict, Verdict)
    assert shown["text/plain"] == verdict.message
    assert shown["text/html"] == verdict._repr_html_()


if __name__ == "__main__":
    SAVED.write_text("\n".join(map(as_saved, CALLED_UP)), encoding="utf-8")
