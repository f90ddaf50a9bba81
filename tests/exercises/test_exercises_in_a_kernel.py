"""What only a real kernel shows: it is alive a while after a verdict, and can send each one."""

import asyncio

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook

from helpers.exercises.checker.notice import WORDS
from helpers.exercises.progress_file import VARIABLE
from tools import fresh_kernel
from tools.notebook_runs import ROOT

# However busy the machine, no search tells of itself.
START = """
import time
import numpy as np
from helpers.exercises import check
from helpers.exercises.checker import notice
notice.A_MOMENT = np.inf
"""
ANSWERS = {
    "exit": "exit()",
    "quit": "quit()",
    "exit that keeps the kernel": "exit(True)",
    "exit in a try": "try:\n        exit()\n    finally:\n        print('leaving')",
    "half a character printed": r"print('\ud83d')",
    "half a character raised": r"raise ValueError('\udfff')",
    "half a character warned": r"import warnings; warnings.warn('\ud83d'); return np.inf",
    "half a character as a key": r"return {'\ud83d': 1.0}['\udfff']",
}
HELPER_IN_ITS_OWN_CELL = (
    "# a comment first\ndef halved(values):\n    halves = values / 2\n    return halves[9]",
    "def node_sum(inputs, weights):\n    return halved(inputs * weights)\n\n"
    "check('node_sum', node_sum)",
)
# What shows it notes something on nodes that all syntax trees share.
TRACEBACK_THROUGH_THE_COURSE = "from helpers.exercises import hints\nhints('rely')"
SLIP = "def carried(value, weight):\n    return value + weight\n\ncheck('carried', carried)"
LONGER_THAN_IPYTHON_WAITS = "time.sleep(1.5)\nprint('alive')"


@pytest.fixture(scope="module")
def shown():
    """Each answer's output in one kernel, and whether the kernel was alive afterwards."""
    cells = [START]
    for body in ANSWERS.values():
        cells.append(f"def node_sum(inputs, weights):\n    {body}\n\ncheck('node_sum', node_sum)")
    cells.append(r"check('\ud83d', node_sum)")
    cells += [*HELPER_IN_ITS_OWN_CELL, TRACEBACK_THROUGH_THE_COURSE, SLIP]
    cells.append(LONGER_THAN_IPYTHON_WAITS)
    notebook = new_notebook(cells=list(map(new_code_cell, cells)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "off")
        asyncio.run(fresh_kernel.run(notebook, ROOT, allow_errors=True))
    nbformat.validate(notebook)
    return [cell.outputs for cell in notebook.cells[1:]]


def text_of(outputs):
    assert [output.output_type for output in outputs] == ["execute_result"], outputs
    return outputs[0].data["text/plain"]


def test_the_kernel_lives_on(shown):
    assert [output.text for output in shown[-1]] == ["alive\n"]


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_a_verdict_and_no_traceback(name, shown):
    said = text_of(shown[list(ANSWERS).index(name)])
    assert said.splitlines()[0] in ("Your function stopped with an error.", "Not right yet.")
    if "exit" in name or name == "quit":
        assert "Leave a function with return." in said
    if "half" in name:
        assert r"\ud" in said


def test_an_exercise_s_name_with_half_a_character_is_no_traceback(shown):
    assert text_of(shown[-6]).startswith(r'There is no exercise "\ud83d"')


def test_a_line_of_another_cell_is_said_with_its_function(shown):
    assert text_of(shown[-4]).splitlines()[1:3] == [
        "In line 3 of halved, called in line 2 of your function:",
        "    return halves[9]",
    ]


def test_after_a_traceback_a_slip_s_line_is_still_found(shown):
    assert [output.output_type for output in shown[-3]] == ["error"]
    assert "Look at line 2:\n    return value + weight" in text_of(shown[-2])


# A search tells of itself at once, and after a search has told, the next pause is one without end,
# which says that it has begun.
LONG_SEARCHES = """
from IPython.display import display
notices = []
show = notice._shown
notice.A_MOMENT = -1
notice._shown = lambda words: notices.append(words) or show(words)

def pauses():
    while not notices:
        yield
    display({"text/plain": "paused"}, raw=True)
    while True:
        time.sleep(1)
"""
PAUSING = """
def node_sum(inputs, weights):
    next(pause, None)
    return np.sum(inputs {} weights)

check('node_sum', node_sum)
"""
NOTICE_AND_VERDICT = ["display_data", "update_display_data", "execute_result"]


@pytest.fixture(scope="module")
def kernel():
    """A kernel's manager, and a function that runs a cell there and yields what it shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "off")
        manager = KernelManager(kernel_name="python3", config=fresh_kernel.without_ports())
        manager.start_kernel(cwd=str(ROOT))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=fresh_kernel.SECONDS_A_CELL)

    def shown_by(source):
        asked, state = client.execute(source), ""
        while state != "idle":
            message = client.get_iopub_msg(timeout=fresh_kernel.SECONDS_A_CELL)
            if message["parent_header"].get("msg_id") == asked:
                state = message["content"].get("execution_state", state)
                if message["msg_type"] not in ("status", "execute_input"):
                    yield message

    assert list(shown_by(START + LONG_SEARCHES)) == []
    yield manager, shown_by
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def kinds_and_verdict(messages):
    return [message["msg_type"] for message in messages], plain(messages[-1])


def plain(message):
    return message["content"]["data"]["text/plain"]


def test_that_it_looks_is_shown_and_taken_away(kernel):
    _, shown_by = kernel
    messages = list(shown_by("pause = iter(())" + PAUSING.format("+")))
    kinds, verdict = kinds_and_verdict(messages)
    assert kinds == NOTICE_AND_VERDICT
    assert [plain(message) for message in messages[:2]] == [WORDS, ""]
    first, second = (message["content"]["transient"]["display_id"] for message in messages[:2])
    assert first == second
    assert "Look at line 3:\n    return np.sum(inputs + weights)" in verdict


def test_an_interrupt_ends_the_looking_alone(kernel):
    manager, shown_by = kernel
    messages = []
    for message in shown_by("notices.clear(); pause = pauses()" + PAUSING.format("+")):
        messages.append(message)
        if message["msg_type"] == "display_data" and plain(message) == "paused":
            manager.interrupt_kernel()
    kinds, verdict = kinds_and_verdict(messages)
    assert kinds == ["display_data", *NOTICE_AND_VERDICT]
    assert verdict.startswith("Not right yet: inputs added to the weights.")
    assert "Look at line" not in verdict
    _, verdict = kinds_and_verdict(list(shown_by(PAUSING.format("+"))))
    assert "Look at line 3:" in verdict
    kinds, verdict = kinds_and_verdict(list(shown_by(PAUSING.format("*"))))
    assert kinds == ["execute_result"]
    assert verdict.startswith("Correct.")
