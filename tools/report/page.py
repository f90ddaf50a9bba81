"""The report as one page that needs nothing beside it: light, dark and on paper."""

import html
from collections import Counter

from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker.blocks import WITHOUT_SCROLLING
from helpers.exercises.checker.feedback import capital, how_many
from helpers.notebooks import NOTEBOOKS
from tools.report.counting import (
    ALL_STATES,
    FEWEST,
    count_exercises,
    count_slips,
    exercises_of,
    state_of,
)
from tools.report.judging import TROUBLES, Judged
from tools.report.lesson_plans import plan_for

MOST_TALKED_ABOUT = 3
LEARNERS = "a learner's"
STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1f2328; --quiet: #57606a;
  --line: #d0d7de; --panel: #f6f8fa; --strong: #1769c2; }
@media (prefers-color-scheme: dark) { :root { --paper: #1c1c1c; --ink: #e6e6e6;
  --quiet: #b0b7bf; --line: #4a4f55; --panel: #272727; --strong: #7bb7ff; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.2rem; } h3 { margin: 0 0 0.4rem; }
.quiet { color: var(--quiet); }
.card { border: 1px solid var(--line); border-left: 4px solid var(--strong); padding: 0.8rem 1rem;
  margin: 0.8rem 0; background: var(--panel); break-inside: avoid; }
.card p { margin: 0.3rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.7rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th[scope=row] { font-weight: normal; min-width: 8rem; }
td.words, th.words { min-width: 12rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
dl.numbers { display: flex; flex-wrap: wrap; gap: 0.4rem 1.8rem; margin: 0.5rem 0; }
dl.numbers div { max-width: 100%; }
dt { font-weight: 600; } dd { margin: 0; }
pre { margin: 0; overflow-x: auto; }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #333; --line: #999; --panel: #fff;
  --strong: #000; } main { max-width: none; padding: 0; } tr { break-inside: avoid; }
  h2 { break-after: avoid; } table { font-size: 0.85rem; } th, td { padding: 0.2rem 0.4rem; }
  .wide, pre { overflow: visible; } pre { white-space: pre-wrap; } }
"""


def page_of(class_: list[Judged], with_names: bool, held: list[str]) -> str:
    """Return the page as HTML; `held` are sentences about how the notebooks were run."""
    slips, counts = count_slips(class_), count_exercises(class_)
    parts = [
        f"<h1>A class of {how_many(len(class_), 'hand-in')}</h1>",
        f"<p>{_in_short(class_, counts)}</p>",
        _slips(slips, counts),
        _exercises(counts),
        _hand_ins(class_),
        _by_name(class_) if with_names else "",
        _how_it_was_run(held),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Report on a class</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _in_short(class_, counts):
    by_notebook = Counter(judged.number for judged in class_ if judged.number)
    listed = [
        f"{how_many(by_notebook[number], 'hand-in')} of {number} {notebook.title}"
        for number, notebook in NOTEBOOKS.items()
        if by_notebook[number]
    ]
    unknown = len(class_) - by_notebook.total()
    listed += [f"{how_many(unknown, 'file')} without a notebook's title"] if unknown else []
    done, asked = sum(c.done for c in counts), sum(c.handed_in for c in counts)
    whole = f"{done} of {asked} exercises in them are done." if asked else ""
    return html.escape(" ".join([", ".join(listed) + "." * bool(listed), whole]).strip())


def _slips(slips, counts):
    """What to talk about, two or three things; then the slips that are left."""
    shared = [slip for slip in slips[:MOST_TALKED_ABOUT] if slip.hand_ins > 1]
    unsolved = [count for count in counts if count.is_solved_by_nobody]
    cards = [_slip_card(slip, counts) for slip in shared]
    cards += [_unsolved_card(unsolved)] if unsolved else []
    said = "".join(cards) or "<p>No slip was made twice, and no exercise stayed unsolved.</p>"
    others = "".join(_slip_card(slip, counts) for slip in slips[len(shared) :])
    others = others or ("<p>There are no others.</p>" if slips else "<p>None was recognised.</p>")
    return f"<h2>To talk about tomorrow</h2>{said}<h2>Other slips</h2>{others}"


def _slip_card(slip, counts):
    plan = plan_for(slip)
    tried = {count.exercise.name: count.tried for count in counts}
    where = "; ".join(
        f"{number} of {how_many(tried[name], 'hand-in')} that tried {_titled(name)}"
        for name, number in slip.by_exercise.most_common()
    )
    return (
        f'<section class="card"><h3>{html.escape(capital(slip.name))}</h3>'
        f"<p>{html.escape(where)}.</p>"
        f"{_example(slip)}"
        f"<p><strong>Project:</strong> {html.escape(plan.project)}</p>"
        f"<p><strong>Ask:</strong> {html.escape(plan.ask)}</p></section>"
    )


def _titled(name):
    exercise = exercise_named(name)
    return f"{exercise.notebook} {exercise.title}"


def _example(slip):
    if slip.example is None:
        return ""
    columns = "".join(
        f"<div><dt>{html.escape(LEARNERS if title == 'yours' else title)}</dt>"
        f"<dd><pre{_keys(lines)}>{html.escape(chr(10).join(lines))}</pre></dd></div>"
        for title, lines in slip.example.columns
    )
    lead = f"In {_titled(slip.example_from)}: " if len(slip.by_exercise) > 1 else ""
    words = lead + slip.example.words
    return f'<p>{html.escape(words)}</p><dl class="numbers">{columns}</dl>'


def _keys(lines):
    """A stop for the Tab key where there may be something to scroll."""
    return ' tabindex="0"' if max(map(len, lines), default=0) > WITHOUT_SCROLLING else ""


def _unsolved_card(unsolved):
    lines = "".join(
        f"<li>{html.escape(f'{_titled(c.exercise.name)}: tried in {c.tried}')}</li>"
        for c in unsolved
    )
    return f'<section class="card"><h3>Nobody has solved</h3><ul>{lines}</ul></section>'


def _exercises(counts):
    if not counts:
        return "<h2>Exercises</h2><p>No exercise of the course was checked.</p>"
    heads = ("handed in", *ALL_STATES)
    rows = [
        [
            _titled(c.exercise.name) + " (nobody)" * c.is_solved_by_nobody,
            c.handed_in,
            *(c.states[state] for state in ALL_STATES),
        ]
        for c in counts
    ]
    said = f"“(nobody)”: at least {FEWEST} tried, and none of them solved it."
    table = _table(("exercise", *heads), rows)
    return f'<h2>Exercises</h2><p class="quiet">{said}</p>{table}'


def _hand_ins(class_):
    troubles = Counter(trouble for judged in class_ for trouble in judged.troubles)
    rows = [[f"This file {words}.", troubles[t]] for t, words in TROUBLES.items() if troubles[t]]
    older = sum(judged.is_older for judged in class_)
    rows += [["This notebook is of another edition of the course.", older]] if older else []
    errors = Counter(kind for judged in class_ for kind in set(judged.errors))
    rows += [[f"A cell ended with {kind}.", number] for kind, number in sorted(errors.items())]
    said = _table(("what", "hand-ins"), rows) if rows else "<p>All ran to their end.</p>"
    return f"<h2>What did not go smoothly</h2>{said}"


def _by_name(class_):
    rows = []
    for judged in class_:
        asked = exercises_of(judged)
        done = sum(state_of(judged, name) == "correct" for name in asked)
        notes = [TROUBLES[trouble] for trouble in judged.troubles]
        notes += ["is of another edition"] if judged.is_older else []
        came_to = f"{done}/{len(asked)}"
        rows.append([judged.hand_in.name, judged.number or "?", came_to, "; ".join(notes)])
    return f"<h2>Files</h2>{_table(('file', 'notebook', 'done', 'notes'), rows, words=('notes',))}"


def _how_it_was_run(held):
    said = [
        *held,
        "What counts is what a notebook's own checks said when it ran. A learner who wants to "
        "deceive can write code that claims more; a look at the notebook shows it.",
        "Nothing was sent anywhere. Answers to questions stay in the learner's browser, and are "
        "not part of a notebook.",
    ]
    return "<h2>How this was counted</h2>" + "".join(f"<p>{html.escape(s)}</p>" for s in said)


def _table(heads, rows, words=()):
    """A table with numbers in its columns, but for the first one and those named in `words`."""
    kinds = ["words" if name in words else "number" for name in heads[1:]]
    head = f'<th scope="col">{heads[0]}</th>' + "".join(
        f'<th scope="col" class="{kind}">{name}</th>'
        for kind, name in zip(kinds, heads[1:], strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(str(row[0]))}</th>'
        + "".join(
            f'<td class="{kind}">{html.escape(str(cell))}</td>'
            for kind, cell in zip(kinds, row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    # A table that is too wide scrolls, also by keys.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{heads[0]}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
