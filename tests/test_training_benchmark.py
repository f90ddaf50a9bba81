"""The benchmark of training: its parts run, and what it measures does the same work."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from strategies import arrays_of

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SIZES = {"rows": (40, 80), "width": (2, 4), "depth": (1, 2)}


@pytest.fixture
def benchmark(monkeypatch):
    """benchmarks/training.py with the smallest of its tasks, each run once, in this process."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("training", "training_peers"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import training

    small = training.tasks()[-1:]
    monkeypatch.setattr(training, "tasks", lambda: small)
    monkeypatch.setattr(training, "EPOCHS", {32: 1, None: 1})
    monkeypatch.setattr(training, "SECONDS_EACH", 0.0)
    monkeypatch.setattr(training, "FEWEST_ROUNDS", 1)
    monkeypatch.setattr(training, "GROWTH", SIZES)
    monkeypatch.setattr(training, "MEMORY_ROWS", 500)

    def here(threads, part):
        return json.loads(
            json.dumps(getattr(training, {"peers": "beside_peers"}.get(part, part))())
        )

    monkeypatch.setattr(training, "on_threads", here)
    return training


def test_it_runs_from_end_to_end_without_its_peers(benchmark, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(benchmark, "HERE", tmp_path)
    monkeypatch.setattr(benchmark.peers, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["training.py"])
    benchmark.main()
    said = capsys.readouterr().out
    assert "no torch: left out, no jax: left out" in said
    assert "PyTorch |" not in said
    assert said.count("| 2-8-1 | 32 |") == said.count("| 2-8-1 | all |") == 2
    assert (tmp_path / "training.png").stat().st_size > 10_000


def test_memory_is_left_out_where_the_system_does_not_say(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "resource", None)
    assert benchmark.memory() is None


@pytest.mark.parametrize("batch_size", [1, 32, 96])
def test_what_is_measured_of_the_course_ends_at_the_same_layers(benchmark, batch_size):
    peers, [task] = benchmark.peers, benchmark.tasks()
    trained = peers.course(task, batch_size, 2)().layers
    assert not np.allclose(trained[0].weights, peers.start_of(task)[0].weights)
    for make in (peers.steps_alone, peers.listing, peers.row_by_row):
        for one, other in zip(
            arrays_of(make(task, batch_size, 2)()), arrays_of(trained), strict=True
        ):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)
