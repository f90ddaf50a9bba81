"""Each kind of slip is named in its line, what its rules spoil they mend, and its words help.

kind_answers.py has an answer for each kind.
"""

import ast
import inspect
import re
from contextlib import contextmanager
from itertools import islice
from textwrap import indent
from unittest import mock

import kind_answers
import pytest

from helpers.exercises import check, exercises
from helpers.exercises.checker import edits, kinds, lines
from helpers.exercises.checker.changes import changes
from helpers.exercises.checker.kinds import Kind

CONSTANTS = [name for name, value in vars(kinds).items() if isinstance(value, Kind)]
ANSWERS = {
    name.partition("__")[2].upper(): function
    for name, function in vars(kind_answers).items()
    if inspect.isfunction(function)
}
RULES = (*edits.RULES, *lines.RULES)
COSTS = sorted({rule.cost for rule in RULES})
each_kind = pytest.mark.parametrize("constant", CONSTANTS)


# ---- a kind is named, where it is, with the change that mends it ----


def exercise_of(answer):
    return answer.__name__.partition("__")[0]


def line_with_the_slip(answer):
    """The number and the text of the line that kind_answers.py marks."""
    marked = enumerate(inspect.getsource(answer).splitlines(), start=1)
    ((number, line),) = [(number, line.strip()) for number, line in marked if "# slip" in line]
    return number, line


def mended(answer, change):
    """The function with a change made that its verdict shows: lines to stay, to go and to come."""
    waiting, made = inspect.getsource(answer).splitlines(), []
    for shown in change.splitlines():
        mark, line = shown[0], shown[1:]
        while mark != "+" and waiting[0] != line:
            made.append(waiting.pop(0))
        if mark != "+":
            waiting.pop(0)
        if mark != "-":
            made.append(line)
    scope = dict(vars(kind_answers))
    exec("\n".join([*made, *waiting]), scope)
    return scope[answer.__name__]


@each_kind
def test_a_kind_is_named_in_its_line_and_the_change_shown_mends_it(constant):
    kind, answer = getattr(kinds, constant), ANSWERS[constant]
    verdict, (number, line) = check(exercise_of(answer), answer), line_with_the_slip(answer)
    assert verdict.misconceptions == (kind.name,)
    assert f"The problem is in line {number}:\n    {line}\n" in verdict.message
    gone, come = (
        {line[1:].strip() for line in verdict.change.splitlines() if line.startswith(mark)}
        for mark in "-+"
    )
    assert [line for line in come - gone if f" {line}\n" in verdict.message] == []
    assert check(exercise_of(answer), mended(answer, verdict.change)).status == "correct"


def test_every_answer_belongs_to_a_kind():
    assert sorted(ANSWERS) == sorted(CONSTANTS)


# ---- what a rule spoils, a rule of its kind mends ----


MOST_PROGRAMS, MOST_SPOILED = 2, 5
WITH_A_CONTINUE = """
def f(values):
    total = 0
    for value in values:
        if value < 0:
            continue
        total += value
    return total
"""
# A mend is made of what the wrong program still has: there it cannot always find what is gone.
LOSE_WHAT_THEY_REPLACE = (
    kinds.NAME,
    kinds.NUMBER,
    kinds.AXIS,
    kinds.PLACE,
    kinds.TURNS,
    kinds.RELU_MISSING,
    kinds.FACTOR_MISSING,
    kinds.TERM_MISSING,
    kinds.ALL_FOR_ONE,
    kinds.RESULTS,
    kinds.NOT_FED_BACK,
    kinds.RETURNED,
)
SAID_OTHERWISE = (
    (r"\bnp\.abs\(", "abs("),
    (r"\brange\(0, ", "range("),
    (r"\bnot not ", ""),
    (r"\b(?!np\b)(\w+)\.(sum|mean)\(", r"np.\2(\1, "),
)


def as_said(tree):
    """A program in Python's own words, what says the same in the same way."""
    text = same = ast.unparse(tree)
    for one, other in SAID_OTHERWISE:
        same = re.sub(one, other, same)
    return text if same == text else ast.unparse(ast.parse(same))


@contextmanager
def only(rules):
    """Let changes() know no other rules than these."""
    of_expressions, of_lines = (
        tuple(rule for rule in rules if rule in room.RULES) for room in (edits, lines)
    )
    with (
        mock.patch.object(edits, "RULES", of_expressions),
        mock.patch.object(lines, "RULES", of_lines),
    ):
        yield


def made_of(program, way):
    """What the rules make of the first function of a program, one after the other."""
    definitions = [node for node in ast.parse(program).body if isinstance(node, ast.FunctionDef)]
    for cost in COSTS:
        for _ in changes(definitions, [0], cost, way):
            yield as_said(definitions[0])


def mends(rules, wrong, right):
    with only(rules):
        return right in made_of(wrong, "mend")


def programs_to_spoil(rule):
    """Pairs of a right program and some of what a rule makes of it; short programs first."""
    solutions = sorted((exercise.solution for exercise in exercises()), key=len)
    for program in [*solutions, WITH_A_CONTINUE]:
        right = as_said(ast.parse(program))
        with only([rule]):
            made = [text for text in dict.fromkeys(made_of(right, "spoil")) if text != right]
        if made:
            yield right, made[:: -(-len(made) // MOST_SPOILED)]


def id_of(rule):
    return f"{rule.kind.name}, {RULES.index(rule)}"


@pytest.mark.parametrize("rule", [r for r in RULES if r.spoil is not edits.nothing], ids=id_of)
def test_what_a_rule_spoils_a_rule_of_its_kind_mends(rule):
    of_its_kind = [other for other in RULES if other.kind is rule.kind]
    mended = (
        [mends(of_its_kind, wrong, right) for wrong in made]
        for right, made in programs_to_spoil(rule)
    )
    if rule.kind in LOSE_WHAT_THEY_REPLACE:
        assert any(map(any, mended))
    else:
        found = list(islice(mended, MOST_PROGRAMS))
        assert found
        assert all(map(all, found))


HELPER = "\n\ndef g(a):\n    return a\n"
# For each rule that makes no slip on purpose one that it mends. The slip could be anything, as with
# a line too many, or another rule makes it already.
ONLY_MENDED = {
    "another_condition": ("a, b", "return a == 0", "return a == 0 and b == 0"),
    "asked_above_zero": ("a", "return 1 if not a else 0", "return 1 if a <= 0 else 0"),
    "begun_with_an_entry": (
        "a",
        "b = None\nfor x in a:\n    if x > 3:\n        b = x\nreturn b",
        "b = a[0]\nfor x in a:\n    if x > 3:\n        b = x\nreturn b",
    ),
    "case_taken_out": ("a", "if a < 0:\n    return 0\nreturn a", "return a"),
    "each_with_each": ("a, b", "return a * b", "return np.outer(a, b)"),
    "entry_of_this_pass": (
        "a, b",
        "for i in b:\n    a[i] = 2 * b[0]\nreturn a",
        "for i in b:\n    a[i] = 2 * b[i]\nreturn a",
    ),
    "last_pass_told": (
        "a, b",
        "for i in range(len(b)):\n    if i < len(b):\n        a = a + b[i]\nreturn a",
        "for i in range(len(b)):\n    if i < len(b) - 1:\n        a = a + b[i]\nreturn a",
    ),
    "option_taken_off": ("a", "return np.std(a, ddof=1)", "return np.std(a)"),
    "kept_for_later": (
        "a, b",
        "a = a + b\nreturn a - 2 * a",
        "new_a = a + b\nreturn new_a - 2 * a",
    ),
    "question_above_zero": ("a", "if a:\n    a = 0\nreturn a", "if a > 0:\n    a = 0\nreturn a"),
    "filter_taken_off": (
        "a",
        "return [2 * x for x in a if x > 0]",
        "return [2 * x for x in a]",
    ),
    "compared_with_nothing": ("a", "return np.maximum(a)", "return np.maximum(a, 0)"),
    "gate_for_sign": ("a", "return np.sign(a)", "return a > 0"),
    "letters_turned": (
        "a, b",
        "return np.einsum('ri,rn->ni', a, b)",
        "return np.einsum('ri,rn->in', a, b)",
    ),
    "one_condition_less": ("a, b", "return a > 0 and b > 0", "return a > 0"),
    "searched_from_an_end": (
        "a",
        "b = 0\nfor x in a:\n    b = x if x > b else b\nreturn b",
        "b = -np.inf\nfor x in a:\n    b = x if x > b else b\nreturn b",
    ),
    "without_a_way_out": ("a", "return 2 * (a or 1)", "return 2 * a"),
    "one_of_a_stack": ("a, b", "return np.vstack([a, b])", "return a"),
    "relu_for_size": ("a", "return np.abs(a)", "return np.maximum(a, 0)"),
    "in_all_passes_but_one": (
        "a, b",
        "for x in b:\n    a = np.maximum(a @ x, 0)\nreturn a",
        "for x in b:\n    a = np.maximum(a @ x, 0) if x is not b[-1] else a @ x\nreturn a",
    ),
    "product_turned": ("a, b", "return np.dot(a.T, b)", "return np.dot(b.T, a)"),
    "place_for_slice": ("a, b", "return a[:len(b)]", "return a[b]"),
    "length_for_number": ("a, b", "return a / 2", "return a / len(b)"),
    "line_past_a_block": (
        "a, b",
        "for x in b:\n    a += x\na = 0\nreturn a",
        "a = 0\nfor x in b:\n    a += x\nreturn a",
    ),
    "grown_and_returned": ("a, b", "return a.append(b)", "a.append(b)\nreturn a"),
    "name_taken_off": ("a, b", "a = a.append(b)\nreturn a", "a.append(b)\nreturn a"),
    "set_after_all": ("a, b", "a[0] == b\nreturn a", "a[0] = b\nreturn a"),
    "kept_after_all": ("a", "np.exp(a)\nreturn a", "a = np.exp(a)\nreturn a"),
    "nothing_in_one_case": ("a", "return a if a > 0 else -a", "return a if a > 0 else 0"),
    "nothing_in_a_branch": (
        "a",
        "if a < 0:\n    a = -a\nreturn a",
        "if a < 0:\n    a = 0\nreturn a",
    ),
    "appended": ("a, b", "a += list(b)\nreturn a", "a.append(b)\nreturn a"),
    "one_for_each": ("a, b", "return [[0] * a] * b", "return [[0] * a for _ in range(b)]"),
    "one_for_length": ("a", "return a + len(a)", "return a + 1"),
    "share_for_mean": ("a", "return a.mean(axis=0)", "return a / len(a)"),
    "square_for_double": ("a", "return 2 * a", "return a ** 2"),
    "transposed_for_reshaped": ("a, b", "return a.reshape(b, 2)", "return a.T"),
    "entries_made_anew": (
        "a",
        "for x in a:\n    if x < 0:\n        x = 0\nreturn a",
        "a = [0 if x < 0 else x for x in a]\nreturn a",
    ),
    "square_for_size": ("a", "return np.sum(abs(a))", "return np.sum(a ** 2)"),
    "axis_taken_off": ("a", "return a[None]", "return a"),
    "added_at_every_place": ("a, at", "a[at] += 1\nreturn a", "np.add.at(a, at, 1)\nreturn a"),
    "whole_line": ("a, b", "a[0] = b[0] * 2\nreturn a", "a = b * 2\nreturn a"),
    "line_taken_out": ("a, b", "b = 3\nreturn a * b", "return a * b"),
    "condition_taken_out": ("a", "if a > 0:\n    a = -a\nreturn a", "a = -a\nreturn a"),
    "kept_and_fed_back": ("a, b", "b = a + 1\nreturn a", "b = a + 1\na = b\nreturn a"),
    "value_of_gate": ("a", "return a > 0", "return a"),
    "gate_taken_off": ("a", "return a * (a > 0)", "return a"),
    "take_off": ("a", "return np.sort(a)", "return a"),
    "one_result_less": ("a", "return [a, 1]", "return [a]"),
    "put_on": ("a", "return a", "return np.array(a)"),
    "own_function_put_on": ("a", "return a", "return g(a)"),
    "number_of_place": ("a", "return a", "return np.argmax(a, axis=1)"),
    "name_for_number": ("a, rate", "return a * 0.1", "return a * rate"),
    "number_for_name": ("a, b", "return a * b", "return a * 2"),
    "with_factor_fitted": ("a, b", "return a", "return a * b.T"),
    "with_rarer_division": ("a, b", "return a", "return a / b.size"),
    "spread": ("a, b", "return a - b", "return a - b[:, None]"),
    "turned_round": ("a", "return a", "return a[::-1]"),
    "rows_taken_out": ("a, at", "return a[:, at]", "return a[range(len(at)), at]"),
}
ONLY_MEND = [rule for rule in RULES if rule.spoil is edits.nothing]


@pytest.mark.parametrize("rule", ONLY_MEND, ids=id_of)
def test_a_rule_that_spoils_nothing_mends_something(rule):
    arguments, *bodies = ONLY_MENDED[rule.mend.__name__]
    wrong, right = (f"def f({arguments}):\n{indent(body, '    ')}" for body in bodies)
    assert mends([rule], wrong + HELPER, right)


def test_rules_that_spoil_nothing_are_these():
    assert sorted(rule.mend.__name__ for rule in ONLY_MEND) == sorted(ONLY_MENDED)


# ---- the words ----


IN_CODE = re.compile(r"np\.\w+|\w+\(|[-+*/]=|=-|@|\*|\b(?:append|insert|range|zip)\b")
# Words may tell apart what an answer has one of.
TOLD_APART = {"SIDES": {"@"}, "LARGEST": {"np.maximum"}}
LONGER_THAN_A_NAME = (ast.BinOp, ast.Call, ast.Compare, ast.Subscript, ast.stmt)


def sentences(words):
    return re.split(r"(?<=[.?]) ", words)


@each_kind
def test_a_kind_s_name_is_a_phrase_and_its_words_are_sentences(constant):
    kind = getattr(kinds, constant)
    assert re.fullmatch(r"[^A-Z].*[^.?! ]", kind.name)
    for sentence in sentences(kind.words):
        assert re.fullmatch(r"([A-Z@*=(]|np\.|print|append).*[.?]", sentence), sentence
    assert "  " not in kind.words


def test_no_two_kinds_have_the_same_name_or_words():
    assert len({kind.name for kind in kinds.ALL}) == len(CONSTANTS)
    assert len({kind.words for kind in kinds.ALL}) == len(CONSTANTS)


@each_kind
def test_the_words_name_only_code_that_the_answer_has(constant):
    _, *body = inspect.getsource(ANSWERS[constant]).splitlines()
    named = set(IN_CODE.findall(getattr(kinds, constant).words))
    lacking = {code for code in named if code not in "\n".join(body)}
    assert lacking == TOLD_APART.get(constant, set())


def test_no_code_of_a_solution_is_in_the_words():
    code = {
        ast.unparse(node)
        for exercise in exercises()
        for node in ast.walk(ast.parse(exercise.solution))
        if isinstance(node, LONGER_THAN_A_NAME)
    }
    assert len(code) > 400
    assert [
        text for text in code for kind in kinds.ALL if text in f"{kind.name}. {kind.words}"
    ] == []
