"""What --every takes of the slow cases of a test."""

import re
import subprocess
import sys

from tools.notebook_runs import ROOT

SEEDED = re.compile(r"::test_every_number_is_drawn_and_can_be_read\[(\d+)\]")


def seeds_with(*options):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, "tests/test_figures_network.py", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(seed) for seed in SEEDED.findall(result.stdout)]


def test_the_first_slow_case_and_every_nth_is_taken_and_all_fast_ones():
    fast, everything = seeds_with("-m", "not slow"), seeds_with()
    assert everything == [*range(len(everything))]
    assert seeds_with("--every", "50") == [*fast, *everything[len(fast) :: 50]]
    assert seeds_with("--every", "50", "-m", "slow") == everything[len(fast) :: 50]
