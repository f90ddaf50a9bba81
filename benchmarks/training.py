"""How fast the course trains: beside its peers in one run, and as networks and data grow.

The peers are no part of the course. They live in an environment of the benchmark's own, and one
that is not installed is left out with a word:

    python3 -m venv .course/training-benchmark
    .course/training-benchmark/bin/pip install ".[training-benchmark]"
    .course/training-benchmark/bin/python benchmarks/training.py

(PyTorch's build for CPUs, installed first, is smaller and serves as well.) All train in float64 by
plain gradient descent, without momentum, without weight decay, from the same kind of start, in
shuffled batches. A round runs each of them in turn, so that a machine that slows down slows all;
the fastest round counts. Times are per epoch. `train` keeps the loss on all rows after every epoch.
scikit-learn and PyTorch compute that of each batch on their way: on all rows it is the same, in
batches it is less. "Its steps" leave it out. It takes about four minutes, prints tables and writes
training.png beside this file.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import training_peers as peers
from matplotlib.ticker import EngFormatter, LogLocator

from helpers.datasets import load_digits
from helpers.figures.style import FAINT, INK, LOSS, QUIET, VALUE, panels, styled
from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss

try:
    import resource
except ModuleNotFoundError:  # Windows has none
    resource = None

HERE = Path(__file__).parent
SECONDS_EACH, MOST_ROUNDS, FEWEST_ROUNDS = 5.0, 60, 2
# Where an epoch is short, so many of them that the beginning of a run hardly counts.
EPOCHS = {1: 1, 32: 30, None: 50}
GROWTH = {
    "rows": (100, 1_000, 10_000, 100_000, 1_000_000),
    "width": (8, 32, 128, 512, 2048),
    "depth": (1, 2, 4, 8, 16),
}
MEMORY_ROWS, MEMORY_COLUMNS = 1_000_000, 64


class Task(NamedTuple):
    """A network and the rows that it trains on."""

    name: str
    widths: tuple[int, ...]
    inputs: np.ndarray
    targets: np.ndarray
    loss: Loss


def tasks():
    digits, generator = load_digits(), np.random.default_rng(0)
    pixels = (digits.pixels - digits.pixels.mean(axis=0)) / digits.pixels.std()
    large = generator.standard_normal((1024, 784))
    plane = generator.uniform(-2, 2, size=(96, 2))
    product = plane[:, :1] * plane[:, 1:]
    classes = generator.integers(0, 10, 1024)
    return [
        Task("64-32-10", (64, 32, 10), pixels[:1408], digits.labels[:1408], SOFTMAX_CROSS_ENTROPY),
        Task("784-128-10", (784, 128, 10), large, classes, SOFTMAX_CROSS_ENTROPY),
        Task("2-8-1", (2, 8, 1), plane, product, SQUARED_ERROR),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = {"peers": beside_peers, "growth": growth, "memory": memory}
    parser.add_argument("--part", choices=parts, help="measure one part in this process")
    parser.add_argument("--threads", type=int, default=1, help="of that part")
    options = parser.parse_args()
    if options.part:
        keep_to(options.threads)
        print(json.dumps(parts[options.part]()))
        return
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {peers.versions()}\n")
    results = {threads: on_threads(threads, "peers") for threads in (1, 2)}
    for threads, rows in results.items():
        print(f"{threads} thread{'s' * (threads > 1)}, milliseconds an epoch (times of `train`):\n")
        print_table(rows)
    grown = on_threads(1, "growth")
    for name, times in grown.items():
        milliseconds = ", ".join(f"{1000 * seconds:.3g}" for seconds in times)
        print(f"{name} {', '.join(map(str, GROWTH[name]))}: {milliseconds} ms an epoch")
        whole, end = power(name, times), power(name, times, last=2)
        print(f"  on log axes a line of slope {whole:.2f}, between the last two {end:.2f}")
    used = on_threads(1, "memory")
    said = "not measured here" if used is None else f"{used:.2f} times the data's own size"
    print(f"memory: {said}")
    draw(results[1], grown).savefig(HERE / "training.png", dpi=150)


def on_threads(threads, part):
    """Measure a part in a process of its own, which has this many threads from its beginning."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    limits = dict.fromkeys(names, str(threads))
    command = [sys.executable, __file__, "--part", part, "--threads", str(threads)]
    answer = subprocess.run(
        command, env={**os.environ, **limits}, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(answer.stdout.splitlines()[-1])


def keep_to(threads):
    """Leave the process as many cores as threads where the system can: JAX goes by cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def beside_peers():
    rows = []
    for task in tasks():
        for batch_size, epochs in EPOCHS.items():
            runs = peers.runs(task, batch_size or len(task.inputs), epochs)
            rows.append([task.name, str(batch_size or "all"), fastest(runs)])
    return rows


def fastest(runs):
    """The seconds of an epoch in each run's fastest round."""
    best = dict.fromkeys(runs, float("inf"))
    end = time.perf_counter() + SECONDS_EACH
    for number in range(MOST_ROUNDS):
        if number >= FEWEST_ROUNDS and time.perf_counter() > end:
            break
        for name, (run, epochs) in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], (time.perf_counter() - start) / epochs)
    return best


def print_table(rows):
    names = list(rows[0][2])
    print(f"| network | batch | {' | '.join(names)} |")
    print("|---|---|" + "---|" * len(names))
    for network, batch, times in rows:
        ours = times["train"]
        cells = [f"{1000 * ours:.3g}"]
        cells += [f"{1000 * s:.3g} ({s / ours:.2g}x)" for n, s in times.items() if n != "train"]
        print(f"| {network} | {batch} | {' | '.join(cells)} |")
    print()


def growth():
    """The seconds of an epoch in batches of 32 for each size: of rows, width and depth."""
    return {
        "rows": [epoch_time(rows, (64, 32, 10)) for rows in GROWTH["rows"]],
        "width": [epoch_time(1024, (64, width, 10)) for width in GROWTH["width"]],
        "depth": [epoch_time(1024, (64, *[64] * depth, 10)) for depth in GROWTH["depth"]],
    }


def epoch_time(rows, widths):
    generator = np.random.default_rng(0)
    inputs = generator.standard_normal((rows, widths[0]))
    targets = generator.integers(0, widths[-1], rows)
    task = Task("", widths, inputs, targets, SOFTMAX_CROSS_ENTROPY)
    # An epoch of a million rows is long enough to be measured once.
    return fastest({"train": (peers.course(task, 32, 1), 1)})["train"]


def power(name, times, last=0):
    """The slope of the line on log axes through all points, or the last: 1 is in proportion."""
    return np.polyfit(np.log(GROWTH[name][-last:]), np.log(times[-last:]), 1)[0]


def memory():
    """The most memory of an epoch in batches of 32, in sizes of the data; the data are in it.

    None where the system does not say.
    """
    if resource is None:
        return None
    generator = np.random.default_rng(0)
    warm_up = generator.standard_normal((100, MEMORY_COLUMNS))
    run_once(warm_up, generator.integers(0, 10, 100))
    before = most_bytes()
    inputs = generator.standard_normal((MEMORY_ROWS, MEMORY_COLUMNS))
    run_once(inputs, generator.integers(0, 10, MEMORY_ROWS))
    return (most_bytes() - before) / inputs.nbytes


def run_once(inputs, targets):
    task = Task("", (MEMORY_COLUMNS, 32, 10), inputs, targets, SOFTMAX_CROSS_ENTROPY)
    peers.course(task, 32, 1)()


def most_bytes():
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@styled
def draw(rows, grown):
    """The times of all who took part, in those of `train`, and how its own time grows."""
    figure, axes = panels(4, height=4.6, width=15, width_ratios=[2.4, 1, 1, 1])
    chosen = [(f"{network}, {batch}", times) for network, batch, times in rows]
    names = [name for name in chosen[0][1] if name != "train"]
    for name, marker in zip(names, ".os^Dvx*", strict=False):
        ratios = [times[name] / times["train"] for _, times in chosen]
        color = QUIET if name == "matrix products" else INK
        axes[0].plot(range(len(chosen)), ratios, marker, color=color, label=name, alpha=0.8)
    axes[0].axhline(1, color=VALUE)
    axes[0].set_yscale("log")
    axes[0].set_xticks(range(len(chosen)), [name for name, _ in chosen], rotation=35, ha="right")
    axes[0].set(
        title="An epoch of the others, in epochs of train (one thread)", ylabel="times as long"
    )
    lowest = min(min(times.values()) / times["train"] for _, times in chosen)
    axes[0].set_ylim(bottom=lowest / 40)
    axes[0].legend(fontsize=9.5, ncols=3, loc="lower left")
    for place, (name, times) in zip(axes[1:], grown.items(), strict=True):
        place.loglog(GROWTH[name], 1000 * np.array(times), "o-", color=LOSS)
        title = f"{name}: slope {power(name, times):.2f}"
        place.set(title=title, xlabel=name, ylabel="milliseconds an epoch")
        place.set_xticks(GROWTH[name])
        place.xaxis.set_major_formatter(EngFormatter(sep="") if name == "rows" else "{x:g}")
        place.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        place.yaxis.set_major_formatter("{x:g}")
        place.yaxis.set_minor_formatter("")
        place.minorticks_off()
        place.grid(color=FAINT)
    return figure


if __name__ == "__main__":
    main()
