"""Functions with accidents of any kind: always a verdict, and the world stays as it was."""

import _thread
import asyncio
import contextlib
import functools
import os
import random
import signal
import sys
import warnings
from types import FunctionType, ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slow_cases import slow_after

from helpers.exercises import check
from helpers.exercises.catalogue import exercise_named, names
from helpers.exercises.checker import check as check_module
from helpers.exercises.checker import repair
from helpers.exercises.checker.call import call
from helpers.exercises.checker.check import judge
from helpers.exercises.exercise import IN_PLACE

STATUSES = {"wrong", "error", "not attempted"}


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no words")

    __repr__ = __str__


class Stubborn(BaseException):
    pass


class Treacherous:
    """An object whose every special method raises."""

    def __array__(self, *_, **__):
        raise RuntimeError("no array")

    def __eq__(self, _):
        raise RuntimeError("no comparison")

    def __bool__(self):
        raise RuntimeError("no truth")

    def __len__(self):
        raise RuntimeError("no length")

    def __getattr__(self, _):
        raise RuntimeError("no attribute")

    __hash__ = None


@pytest.fixture(autouse=True)
def short_searches(monkeypatch):
    """Every accident meets the search too; a thousandth of it shows what it does to it."""
    monkeypatch.setattr(repair, "SHARES", dict.fromkeys(repair.SHARES, 20))


def raiser(error):
    def raises(*_):
        raise error

    return raises


def giver(make):
    return lambda *_: make()


def holding_itself():
    held = []
    held.append(held)
    return held


def deep():
    nested = 1.0
    for _ in range(5000):
        nested = [nested]
    return nested


def doing(deed, answer=0.0):
    def does(*_):
        deed()
        return answer

    return does


def assigns_where_a_call_was_meant():
    np.random.seed = 0
    np.seterr = {"all": "raise"}
    np.random.default_rng = np.linalg.norm = 3.0


def assigns_results_to_numpy():
    np.sum = np.mean = np.max = 0.5
    np.abs = np.isfinite = np.array = np.asarray = [1.0]
    del np.maximum


def changes_arguments(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = -1
        if isinstance(argument, list):
            argument.clear()
    return 0.0


def reshapes_arguments(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument.resize((0,), refcheck=False)
    return 0.0


def replaces_entries(*arguments):
    for argument in arguments:
        if isinstance(argument, list):
            argument[0] = Treacherous()
    return 0.0


def recurses(*arguments):
    return recurses(*arguments)


def yields(*_):
    yield 1.0


async def waits(*_):
    return 1.0


def closes_streams():
    sys.stdout.close()
    sys.stderr.close()


def replaces_streams():
    sys.stdout = sys.stderr = None


def warns_as_errors():
    warnings.simplefilter("error")
    warnings.warn("as an error", stacklevel=1)


def returns_arguments(*arguments):
    return arguments[0]


def returns_all_arguments(*arguments):
    return arguments


HOSTILE = {
    **{
        f"raises {type(error).__name__} {number}": raiser(error)
        for number, error in enumerate(
            [
                ValueError("matmul"),
                ValueError(),
                TypeError("list"),
                KeyError("key"),
                IndexError(),
                NameError("name"),
                NameError("name 'np' is not defined"),
                AttributeError(),
                ZeroDivisionError(),
                MemoryError(),
                RecursionError(),
                OverflowError(),
                StopIteration(1),
                GeneratorExit(),
                SystemExit(0),
                SystemExit("bye"),
                KeyboardInterrupt(),
                asyncio.CancelledError(),
                AssertionError(),
                ImportError(),
                NotImplementedError(),
                UnicodeDecodeError("utf-8", b"", 0, 1, "no"),
                ExceptionGroup("group", [ValueError()]),
                Unspeakable(),
                Stubborn("no"),
                ValueError("x" * 100_000),
            ]
        )
    },
    **{
        f"gives {number}": giver(make)
        for number, make in enumerate(
            [
                lambda: None,
                lambda: ...,
                lambda: NotImplemented,
                lambda: "0.7",
                lambda: b"0.7",
                dict,
                lambda: {"prediction": 1.0},
                lambda: {1.0},
                lambda: range(10**15),
                lambda: iter([1.0]),
                lambda: (x for x in [1.0]),
                lambda: map(float, [1]),
                lambda: 1j,
                lambda: np.array([1j]),
                lambda: np.nan,
                lambda: np.inf,
                lambda: 10**400,
                list,
                lambda: (),
                lambda: [[]],
                lambda: [[1.0], [1.0, 2.0]],
                lambda: [None],
                lambda: [..., ...],
                lambda: np.array([...], dtype=object),
                lambda: np.array(["a"]),
                lambda: np.array([Treacherous()], dtype=object),
                lambda: np.array([], dtype=np.float64),
                lambda: np.zeros((0, 3)),
                lambda: np.zeros((2,) * 20),
                lambda: np.broadcast_to(0.0, (10**9, 10**9)),
                lambda: np.broadcast_to(0.0, (10**7,)),
                lambda: [np.broadcast_to(0.0, (10**9, 10**9))] * 25,
                lambda: [0.0] * 25 + [np.broadcast_to(0.0, (10**9, 10**9))],
                lambda: np.array(np.datetime64("2020-01-01")),
                lambda: np.ma.masked,
                lambda: np.ma.array([1.0], mask=[True]),
                lambda: np.matrix([[1.0]]),
                lambda: np.void(b"abc"),
                lambda: np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
                lambda: memoryview(b"abc"),
                lambda: Treacherous(),
                lambda: [Treacherous()],
                lambda: Treacherous,
                holding_itself,
                deep,
                lambda: [1.0] * 2_000_000,
                lambda: print,
                lambda: object(),
                lambda: sys.stdout,
                lambda: ValueError("returned, not raised"),
                lambda: np.float16(1.0),
                lambda: True,
            ]
        )
    },
    **{
        f"does {number}": doing(deed)
        for number, deed in enumerate(
            [
                assigns_where_a_call_was_meant,
                assigns_results_to_numpy,
                closes_streams,
                replaces_streams,
                warns_as_errors,
                lambda: warnings.warn("beware", stacklevel=1),
                lambda: np.seterr(all="raise"),
                lambda: np.random.seed(1),  # noqa: NPY002
                lambda: random.seed(1),
                lambda: sys.setrecursionlimit(400),
                lambda: sys.setrecursionlimit(100_000),
                lambda: print("x" * 1_000_000),
                lambda: sys.stderr.write("noise"),
                lambda: np.divide(np.zeros(1), np.zeros(1)),
                lambda: sys.exit(3),
                lambda: os.chdir(os.sep),
                lambda: np.set_printoptions(precision=2, formatter={"all": None}),
                lambda: np.seterrcall(print) or np.seterr(all="call"),
                lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            ]
        )
    },
    "changes its arguments": changes_arguments,
    "reshapes its arguments": reshapes_arguments,
    "replaces entries": replaces_entries,
    "recurses": recurses,
    "yields": yields,
    "waits": waits,
    "returns its argument": returns_arguments,
    "returns its arguments": returns_all_arguments,
    "is a class": Treacherous,
    "is a type": dict,
    "is a builtin": print,
    "is a method": [].append,
    "is a ufunc": np.add,
    "is partial": functools.partial(np.add, 1),
    "is an object": type("Callable", (), {"__call__": lambda self, *_: self})(),
    "is no function": 3.0,
    "is None": None,
    "is treacherous": Treacherous(),
}
SOME = names()[::9]


def surroundings():
    return {
        # numpy loads some of its modules when they are first asked for: those may come.
        "names": [
            {name: id(v) for name, v in vars(module).items() if not isinstance(v, ModuleType)}
            for module in (np, np.random, np.linalg)
        ],
        "folder": os.getcwd(),
        "printing": np.get_printoptions(),
        "interrupt": signal.getsignal(signal.SIGINT),
        "error call": np.geterrcall(),
        "streams": (sys.stdout, sys.stderr),
        "filters": list(warnings.filters),
        "errors": np.geterr(),
        "numpy random": np.random.get_state()[1].tolist(),  # noqa: NPY002
        "random": random.getstate(),
        "depth": sys.getrecursionlimit(),
    }


def test_there_are_enough_of_them():
    assert len(HOSTILE) * len(SOME) >= 500


@pytest.mark.parametrize("name", slow_after(1, SOME))
@pytest.mark.parametrize("hostile", HOSTILE)
def test_there_is_a_verdict_and_nothing_else_changes_nor_is_the_next_check_spoilt(hostile, name):
    before = surroundings()
    verdict = check(name, HOSTILE[hostile])
    assert surroundings() == before
    assert verdict.status in STATUSES, verdict.message
    assert verdict.message
    assert len(verdict.message) < 5000
    assert verdict._repr_html_()
    assert check(name, exercise_named(name).reference).status == "correct"


def _added_up(inputs, weights):
    print(list(inputs))
    return sum(inputs * weights)


def in_a_notebook_with(**names):
    """A learner's function in a notebook that gave Python's names to other things."""
    return FunctionType(_added_up.__code__, {"np": np, **names}, "node_sum")


def test_names_of_python_that_a_notebook_uses_for_its_own_do_no_harm_beyond_it():
    shadowed = {"max": 3.0, "abs": None, "isinstance": 1, "len": [2], "any": 0}
    assert check("node_sum", in_a_notebook_with(**shadowed)).status == "correct"
    for name in ("sum", "print", "list"):
        verdict = check("node_sum", in_a_notebook_with(**{name: 0}))
        assert "has a function's name been given to something else?" in verdict.message
    assert check("node_sum", _added_up).status == "correct"


def test_numbers_drawn_at_random_are_not_hidden_by_what_is_put_back():
    verdict = check("relu", lambda sums: np.maximum(sums, 0) + np.random.rand())  # noqa: NPY002
    assert verdict.misconceptions == ("not a function of its arguments alone",)


def loops(*_, **__):
    """Run until the main thread is interrupted, as the kernel's stop button does it."""
    for turn in range(10_000):
        if turn == 1000:
            _thread.interrupt_main()
        with contextlib.suppress(Exception):
            np.linalg.norm(np.ones(9))


class Loops:
    __array__ = loops


@pytest.fixture
def _as_in_a_kernel():
    """An interrupt counts, also in tests that a shell runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_as_in_a_kernel")
@pytest.mark.parametrize("function", [loops, giver(Loops)])
def test_a_loop_that_is_interrupted_gives_a_sentence_and_leaves_all_as_it_was(function):
    before = surroundings()
    verdict = check("relu", function)
    assert surroundings() == before
    assert (verdict.status, verdict.headline) == ("error", "Your function was stopped.")
    assert "A loop that never ends?" in verdict.message
    assert "KeyboardInterrupt" not in verdict.message


@pytest.mark.usefixtures("_as_in_a_kernel")
def test_an_interrupt_while_the_verdict_is_kept_does_not_take_it_away(monkeypatch):
    monkeypatch.setattr(check_module, "record", loops)
    assert check("relu", exercise_named("relu").reference).status == "correct"


@pytest.mark.usefixtures("_as_in_a_kernel")
def test_an_interrupt_while_the_slip_is_looked_for_gives_a_sentence(monkeypatch):
    monkeypatch.setattr(check_module, "diagnose", loops)
    verdict = check("relu", lambda pre_activation: pre_activation)
    assert (verdict.status, verdict.headline) == ("error", "The check was stopped.")


def test_a_function_that_leaves_a_deleted_folder_behind_is_judged(tmp_path, monkeypatch):
    def leaves(pre_activation):
        (tmp_path / "gone").mkdir(exist_ok=True)
        os.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        return np.maximum(pre_activation, 0)

    monkeypatch.chdir(tmp_path)
    assert check("relu", leaves).status == "correct"
    assert os.getcwd() == str(tmp_path)


def test_the_arguments_that_are_handed_over_are_copies():
    arguments = (np.array([1.0, 2.0]), [np.array([3.0])])
    outcome = call(changes_arguments, arguments, lambda result: (np.asarray(result),))
    assert outcome.changed == (0, 1)
    assert arguments[0].tolist() == [1.0, 2.0]
    assert len(arguments[1]) == 1


def test_a_result_that_is_a_view_of_an_argument_is_copied():
    kept = []

    def keeps(values):
        kept.append(values)
        return values[:1]

    outcome = call(keeps, (np.array([1.0, 2.0]),), lambda result: (np.array(result),))
    kept[0][0] = 9.0
    assert outcome.parts[0].tolist() == [1.0]


def test_an_argument_put_back_to_what_it_was_is_not_changed():
    def nudges(values):
        values += 1.0
        values -= 1.0
        return values.sum()

    outcome = call(nudges, (np.array([1.0, 2.0]),), lambda result: (np.array(result),))
    assert outcome.changed == ()


def test_a_change_of_the_arguments_is_named_beside_a_right_answer():
    def updated_weight_table(weights, slopes, learning_rate):
        weights[0] -= learning_rate * slopes[0]
        return [
            weights[0],
            *(w - learning_rate * s for w, s in zip(weights[1:], slopes[1:], strict=True)),
        ]

    verdict = check("updated_weights", updated_weight_table)
    assert verdict.misconceptions == (IN_PLACE.name,)
    assert "Changed: weights." in verdict.message


numbers = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=3), st.complex_numbers()
)
anything = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(result=anything, name=st.sampled_from(names()))
def test_whatever_comes_back_there_is_a_verdict(result, name):
    exercise = exercise_named(name)
    verdict = judge(exercise, lambda *_: result, np.random.default_rng(0))
    assert verdict.status in {"wrong", "error", "not attempted"}


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shape=st.lists(st.integers(0, 4), max_size=3),
    dtype=st.sampled_from(["f2", "f4", "f8", "i1", "u8", "?", "c16", "O", "U3", "M8[s]"]),
    name=st.sampled_from(names()),
)
def test_whatever_array_comes_back_there_is_a_verdict(shape, dtype, name):
    verdict = judge(
        exercise_named(name), lambda *_: np.zeros(shape, dtype), np.random.default_rng(0)
    )
    assert verdict.status in {"wrong", "error", "not attempted"}
