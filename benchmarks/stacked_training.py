"""How much one stacked pass saves over training at one learning rate after the other.

python benchmarks/stacked_training.py prints both, taken in turn, and their ratio.
"""

from time import perf_counter

import numpy as np

from helpers.training import random_layers, train, train_rates

RATES = np.geomspace(0.001, 0.3, 60)
EPOCHS = 200
ROUNDS = 7


def problem():
    """Return 100 rows, their targets, and a network of 2 to 8 to 1 nodes."""
    inputs = np.random.default_rng(0).uniform(-2, 2, size=(100, 2))
    targets = inputs[:, :1] * inputs[:, 1:]
    return inputs, targets, random_layers([2, 8, 1], np.random.default_rng(2))


def one_at_a_time(inputs, targets, layers):
    return [train(inputs, targets, layers, learning_rate=r, epochs=EPOCHS) for r in RATES]


def stacked(inputs, targets, layers):
    return train_rates(inputs, targets, layers, learning_rates=RATES, epochs=EPOCHS)


def seconds(run, arguments):
    start = perf_counter()
    run(*arguments)
    return perf_counter() - start


def main():
    arguments = problem()
    # In turn, so that a machine that slows down slows both; the fastest is the least disturbed.
    times = [[seconds(run, arguments) for run in (one_at_a_time, stacked)] for _ in range(ROUNDS)]
    alone, together = np.min(times, axis=0)
    print(f"{len(RATES)} learning rates, {EPOCHS} epochs, 100 rows, 2-8-1 nodes")
    print(f"one at a time  {1000 * alone:6.0f} ms")
    print(f"stacked        {1000 * together:6.0f} ms")
    print(f"ratio          {alone / together:6.1f}")


if __name__ == "__main__":
    main()
