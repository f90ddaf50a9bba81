"""What wrong answers have in common with the right ones, where no known slip explains them.

Each function of shapes, sizes and places looks for one relation and returns a sentence, or ""
where it does not hold in every case, or where too few numbers say so: it takes two that are neither
0 nor equal. Nothing guesses.
"""

import numpy as np

from helpers.exercises.checker import places, shapes, sizes
from helpers.exercises.checker.compare import same_parts
from helpers.exercises.checker.seen import Finding, as_changes, shapes_of

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
        found = [shapes.other_count(wrong, kind)]
    elif any(shapes_of(case.given) != shapes_of(case.right) for case in wrong):
        found = _of_shapes(wrong, kind)
    elif kind.is_truth:
        found = [places.one_truth(wrong)]
    else:
        found = _of_numbers(seen, wrong, kind)
    findings = [f if isinstance(f, Finding) else Finding(f) for f in found if f]
    return findings[:MOST_SENTENCES]


def _of_shapes(wrong, kind):
    order = shapes.other_order(wrong)
    if order:
        return [order]
    which, wrong, _ = places.focus(wrong, kind)
    looks = (shapes.summed, shapes.not_summed, shapes.other_shape)
    return [which, next(filter(None, (look(wrong) for look in looks)), "")]


def _of_numbers(seen, wrong, kind):
    order = shapes.other_order(wrong) or sizes.step_alone(wrong)
    if order:
        return [order]
    which, wrong, where = places.focus(wrong, kind)
    moved = as_changes(wrong)
    whole = (
        sizes.transposed(moved)
        or sizes.without_signs(moved, where)
        or sizes.ratio(moved, where)
        or sizes.row_factor([*moved, *as_changes(_right(seen))], where)
        or sizes.shifted(wrong, where)
        or sizes.rounded(seen)
    )
    if whole:
        return [which, whole]
    return [
        which,
        places.one_row(wrong, where),
        places.where_an_argument_is(seen) or places.only_at_zeros(moved),
        sizes.signs(moved),
        sizes.nearly(moved),
    ]


def _right(seen):
    return [case for case in seen if same_parts(case.given, case.right)]
