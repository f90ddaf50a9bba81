"""What wrong answers have in common with the right ones, where no known slip explains them.

Each function of wrong_shapes, wrong_sizes and partly_right looks for one relation and returns a
sentence, or "" where it does not hold in every case, or where too few numbers say so: it takes two
that are neither 0 nor equal. Nothing guesses.
"""

import numpy as np

from helpers.exercises.checker import partly_right, wrong_shapes, wrong_sizes
from helpers.exercises.checker.compare import same_parts
from helpers.exercises.checker.wrong_results import Finding, as_changes, shapes_of

MOST_SENTENCES = 3


@np.errstate(all="ignore")  # a wrong answer may be as large as numbers get
def relations(seen, kind):
    """Return what the wrong answers among `seen` have in common with the right ones.

    A list of Finding, at most three.
    """
    wrong = [case for case in seen if not same_parts(case.given, case.right)]
    if not wrong:
        return []
    if any(len(case.given) != len(case.right) for case in wrong):
        found = [wrong_shapes.other_count(wrong, kind)]
    elif any(shapes_of(case.given) != shapes_of(case.right) for case in wrong):
        found = _of_shapes(wrong, kind)
    elif kind.is_truth:
        found = [partly_right.one_truth(wrong)]
    else:
        found = _of_numbers(seen, wrong, kind)
    findings = [f if isinstance(f, Finding) else Finding(f) for f in found if f]
    return findings[:MOST_SENTENCES]


def _of_shapes(wrong, kind):
    order = wrong_shapes.other_order(wrong)
    if order:
        return [order]
    which, wrong, _ = partly_right.focus(wrong, kind)
    looks = (wrong_shapes.summed, wrong_shapes.not_summed, wrong_shapes.other_shape)
    return [which, next(filter(None, (look(wrong) for look in looks)), "")]


def _of_numbers(seen, wrong, kind):
    order = wrong_shapes.other_order(wrong) or wrong_sizes.step_alone(wrong)
    if order:
        return [order]
    which, wrong, where = partly_right.focus(wrong, kind)
    moved = as_changes(wrong)
    whole = (
        wrong_sizes.transposed(moved)
        or wrong_sizes.without_signs(moved, where)
        or wrong_sizes.ratio(moved, where)
        or wrong_sizes.row_factor([*moved, *as_changes(_right(seen))], where)
        or wrong_sizes.shifted(wrong, where)
        or wrong_sizes.rounded(seen)
    )
    if whole:
        return [which, whole]
    return [
        which,
        partly_right.one_row(wrong, where),
        partly_right.where_an_argument_is(seen) or partly_right.only_at_zeros(moved),
        wrong_sizes.signs(moved),
        wrong_sizes.nearly(moved),
    ]


def _right(seen):
    return [case for case in seen if same_parts(case.given, case.right)]
