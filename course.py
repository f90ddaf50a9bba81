"""The one door: python3 course.py, and one of the commands that it lists when called alone.

It makes its own environment in .venv on the first run and starts at once afterwards.
Only the standard library is used here, in a form that old Pythons can still read.
"""

import sys

NEEDED = (3, 11)
if sys.version_info < NEEDED:
    sys.exit(
        "Python %d.%d or newer is needed; this is %d.%d. Get it from python.org"
        % (NEEDED + tuple(sys.version_info[:2]))
    )

import argparse
import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, ROOT)

from helpers import home
from tools import environment, own_settings
from tools.environment import Problem

FIRST_NOTEBOOK = "00_start_here.ipynb"
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
LOWEST_LOCK = "requirements-lowest.lock"
SITE_LOCK = "requirements-site.lock"
NBGRADER_LOCK = "requirements-nbgrader.lock"
HUB_LOCK = "requirements-hub.lock"
SITE_TESTS, HUB_TESTS = "tests/site", "tests/hub"
LEFT_OUT = ["--ignore=" + SITE_TESTS, "--ignore=" + HUB_TESTS]


def lab(options, extra):
    """Open JupyterLab on your copy of the first notebook; further arguments go on to it."""
    python = environment.ready(RUNTIME_LOCK, ".venv")
    # The kernels have to find it too, from wherever they are started.
    os.environ[home.VARIABLE] = str(home.home())
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Running as root (a container?): JupyterLab is told to allow it.")
        extra = ["--allow-root"] + extra
    variables = own_settings.prepared(home.home() / home.SCRATCH)
    print("Starting JupyterLab. Stop it with Ctrl+C in this window.")
    return hand_over(lab_command(python, extra), variables)


def lab_command(python, extra):
    """JupyterLab's command line; an option that is also in extra is left to extra."""
    own = home.home()
    options = [
        "--ServerApp.root_dir=%s" % own,
        "--LabApp.default_url=/lab/tree/%s/%s" % (home.COPIES, FIRST_NOTEBOOK),
        # The layout of other JupyterLab work stays out of the course, and the other way round.
        "--LabApp.workspaces_dir=%s" % (own / home.SCRATCH / "workspaces"),
        "--Application.log_level=WARN",
    ]
    given = [argument.split("=")[0] for argument in extra]
    kept = [option for option in options if option.split("=")[0] not in given]
    return [python, os.path.join(ROOT, "tools", "lab.py")] + kept + extra


def fresh(options, extra):
    """Lay out notebooks as published again (fresh 05, fresh all); yours are kept beside them."""
    if not extra:
        raise Problem("Say which notebook: python3 course.py fresh 05, or all: fresh all")
    python = environment.ready(RUNTIME_LOCK, ".venv")
    variables = environment.without_strays(os.environ)
    # The copies are signed where the course's JupyterLab looks for it.
    variables = own_settings.own_variables(variables, home.home() / home.SCRATCH)
    return hand_over([python, os.path.join(ROOT, "tools", "copies.py")] + extra, variables)


def report(options, extra):
    """Run a class's notebooks afresh and count their slips (report --help); runs others' code."""
    python = environment.ready(RUNTIME_LOCK, ".venv")
    own = [python, os.path.join(ROOT, "tools", "report", "__main__.py")]
    return hand_over(own + extra, folder=os.getcwd())


def exercises(options, extra):
    """Make a file with exercises of your own (exercises new FILE), or test one (test FILE)."""
    python = environment.ready(RUNTIME_LOCK, ".venv")
    # -P: a folder helpers where it was called is not the course's.
    return hand_over([python, "-P", "-m", "helpers.exercises.own"] + extra, folder=os.getcwd())


def hub(options, extra):
    """Serve the course to a class, as root (docs/class.md); further arguments are JupyterHub's."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Problem(
            "The hub starts a server for each learner's account: run it as root, on Linux"
        )
    # Every learner reads what is installed here.
    os.umask(0o022)
    python = environment.ready(HUB_LOCK, ".venv-hub")
    return hand_over([python, "-m", "tools.hub"] + extra)


def test(options, extra):
    """Run the tests of the course, in four to ten minutes; further arguments go on to pytest."""
    if options.lowest:
        return test_lowest(extra)
    python = environment.ready(TEST_LOCK, ".venv", also=RUNTIME_LOCK)
    if options.site:
        build_for_the_tests(python)
    if options.hub:
        environment.ready(HUB_LOCK, ".venv-hub")
    # Workers share the cores: a product that waits for all of them takes many times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # One more than cores: the browser's tests wait as long as they compute.
    workers = str(min(4, 1 + (os.cpu_count() or 1)))
    # One notebook is one kernel: its cells must stay together on one worker. In the order of the
    # files, what takes long comes first: a worker with nothing left to do waits for the other.
    spread = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    return hand_over([python, "-m", "pytest"] + spread + chosen_tests(options, extra) + extra)


def chosen_tests(options, extra):
    """What tells pytest which tests to run; what is named is run to the last test."""
    if options.site:
        return [SITE_TESTS]
    if options.hub:
        return [HUB_TESTS]
    if names_files(extra):
        return []
    return LEFT_OUT + ([] if options.all else ["-m", "not slow"])


def names_files(arguments):
    """Whether a file or folder of the course is among arguments for pytest."""
    paths = [argument.split("::")[0] for argument in arguments if not argument.startswith("-")]
    return any(os.path.exists(os.path.join(ROOT, path)) for path in paths)


def build_for_the_tests(python):
    """Build the site with a Pyodide that registries have, as for a host of the tests' own."""
    pyodide = str(environment.SCRATCH / "registry-pyodide")
    parts = os.path.join(ROOT, "tests", "site", "registry_pyodide.py")
    builder = [environment.ready(SITE_LOCK, ".venv-site"), "-m", "tools.site.build"]
    builder += ["--pyodide", pyodide, "--address", "https://course.example/slopes/"]
    for command in ([python, parts, pyodide], builder):
        variables = environment.without_strays(os.environ)
        if subprocess.call(command, cwd=ROOT, env=variables) != 0:
            raise Problem("The site could not be built: what was said stands above.")


def test_lowest(extra):
    if sys.version_info[:2] != NEEDED:
        raise Problem("The lowest versions are tested with Python %d.%d: run that one." % NEEDED)
    python = environment.ready(LOWEST_LOCK, ".venv-lowest")
    fast = ["-m", "not browser and not slow", "helpers", "tests"]
    return hand_over([python, "-m", "pytest"] + LEFT_OUT + fast + extra)


def rebuild(options, extra):
    """Run notebooks from a fresh kernel and save their outputs: all, or those numbered."""
    python = environment.ready(RUNTIME_LOCK, ".venv")
    return hand_over([python, os.path.join(ROOT, "tools", "rebuild.py")] + extra)


def site(options, extra):
    """Build the site, a book and a JupyterLab in the browser, in the folder site (--serve)."""
    python = environment.ready(SITE_LOCK, ".venv-site")
    return hand_over([python, "-m", "tools.site.build"] + extra)


def lock(options, extra):
    """Write the lock files again from pyproject.toml (needs uv)."""
    uv = shutil.which("uv")
    if uv is None:
        raise Problem("uv makes the locks and was not found: python3 -m pip install uv")
    compilations = (
        [RUNTIME_LOCK],
        [TEST_LOCK, "--extra", "test", "--extra", "comparison", "--constraint", RUNTIME_LOCK],
        [SITE_LOCK, "--extra", "site", "--constraint", RUNTIME_LOCK],
        [NBGRADER_LOCK, "--extra", "nbgrader", "--constraint", RUNTIME_LOCK],
        [HUB_LOCK, "--extra", "hub", "--constraint", RUNTIME_LOCK],
        # Not kept from the last file, as in the others: a lowered bound has to show.
        [LOWEST_LOCK, "--extra", "test", "--resolution", "lowest-direct", "--upgrade"],
    )
    for choices in compilations:
        target = choices.pop(0)
        print("Writing " + target)
        command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--python-version", "%d.%d" % NEEDED]
        # The files name no host and no folder of the machine that they were made on.
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
        command += ["--custom-compile-command", "python3 course.py lock"]
        command += ["--output-file", target] + choices + extra + ["pyproject.toml"]
        if subprocess.call(command, cwd=ROOT) != 0:
            raise Problem("uv could not make %s: what it said stands above." % target)
    return 0


def hand_over(command, variables=None, folder=ROOT):
    """Let command take this process's place, in folder; where that cannot be done, wait for it.

    variables are the environment's; where they are not given, this process's without strays.
    """
    sys.stdout.flush()
    os.chdir(folder)
    child_environment = variables or environment.without_strays(os.environ)
    if os.name == "posix":
        os.execve(command[0], command, child_environment)
    with subprocess.Popen(command, env=child_environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def parse(arguments):
    parser = argparse.ArgumentParser(prog="course.py", description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="commands", metavar="")
    for run in (lab, fresh, report, exercises, hub, test, rebuild, site, lock):
        texts = {"help": run.__doc__, "description": run.__doc__}
        command = commands.add_parser(run.__name__, add_help=run not in OWN_HELP, **texts)
        command.allow_abbrev = False
        command.set_defaults(run=run)
        if run is test:
            which = command.add_mutually_exclusive_group()
            text = "the slow ones too; with --every 6 a sixth of their cases, as in CI"
            which.add_argument("--all", action="store_true", help=text)
            text = "the fast tests alone, at the lowest versions that pyproject.toml declares"
            which.add_argument("--lowest", action="store_true", help=text)
            text = "builds the site and tests it alone; --all leaves it out"
            which.add_argument("--site", action="store_true", help=text)
            text = "holds a class of two on this machine, as root; --all leaves it out"
            which.add_argument("--hub", action="store_true", help=text)
    options, extra = parser.parse_known_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        parser.exit(2 if extra else 0)
    return options, extra


# What these can be told, their own tools say.
OWN_HELP = (report, exercises, site)


def main(arguments):
    options, extra = parse(arguments)
    try:
        return options.run(options, extra)
    except Problem as problem:
        sys.stderr.write("%s\n" % problem)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The same command goes on from here.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
