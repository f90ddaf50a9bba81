"""Sums as text that a reader can check: the printed numbers give the printed result.

`written` prints a number. An `Expression` is a sum or product of printed numbers together with the
exact decimal value that they give; `equation` adds the result and says how it holds.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

EXACT_DIGITS, ROUNDED_DIGITS, BRIEF_DIGITS = 6, 5, 3
PLAIN_FROM, PLAIN_BELOW = 1e-5, 1e7
"""Sizes that are printed without a power of ten."""

ROUNDED = " (rounded)"


class Expression(NamedTuple):
    """Arithmetic as text, and the exact value that its printed numbers give."""

    text: str
    value: Decimal


def written(number):
    """Return a number as text: in full where six digits hold it, otherwise five digits or more.

    >>> written(-0.7000000000000001), written(1 / 3), written(0.00002)
    ('−0.7', '0.33333', '0.00002')
    """
    return _plain(number).replace("-", "−").replace("e+", "e")


def value_of(number):
    """Return the exact value of a number as it is printed: a Decimal."""
    return Decimal(_plain(number))


def single(number):
    """Return the Expression of one number."""
    return Expression(written(number), value_of(number))


def product(*numbers):
    """Return numbers multiplied, those below zero in brackets.

    >>> product(2, -0.3).text
    '2 × (−0.3)'
    """
    first, *others = numbers
    value = value_of(first)
    for number in others:
        value *= value_of(number)
    return Expression(" × ".join([written(first), *map(_bracketed, others)]), value)


def total(*expressions):
    """Return expressions added up.

    >>> total(single(0.5), single(-0.2), product(2, 3)).text
    '0.5 − 0.2 + 2 × 3'
    """
    text = expressions[0].text
    for expression in expressions[1:]:
        is_negative = expression.text.startswith("−")
        text += f" − {expression.text[1:]}" if is_negative else f" + {expression.text}"
    return Expression(text, sum(expression.value for expression in expressions))


def difference(number, expression):
    """Return a number less an expression.

    >>> difference(0.5, product(0.01, 0.066)).text, difference(1, single(-2)).text
    ('0.5 − 0.01 × 0.066', '1 − (−2)')
    """
    text = f"({expression.text})" if expression.text.startswith("−") else expression.text
    return Expression(f"{written(number)} − {text}", value_of(number) - expression.value)


def square(number):
    """Return a number squared.

    >>> square(-0.11).text
    '(−0.11)²'
    """
    return Expression(f"{_bracketed(number)}²", value_of(number) ** 2)


def brief(number):
    """Return a number rounded to three significant digits, or to a whole number.

    >>> brief(0.0900096), brief(1234.5)
    (0.09, 1234.0)
    """
    # A rounded digit before the point would look exact.
    is_large = abs(number) >= 10**BRIEF_DIGITS
    return float(f"{number:.0f}" if is_large else f"{number:.{BRIEF_DIGITS}g}")


def equation(expression, result, digits=ROUNDED_DIGITS):
    """Return the expression, a sign, and the result as text.

    "=" stands where the printed numbers give exactly the printed result, "≈" where they give it
    once rounded to its last printed digit, or to `digits` of them. Where numbers on the left were
    rounded themselves, so that the last digit may differ, the text ends in "(rounded)".

    >>> equation(product(0.7, 0.3), 0.7 * 0.3)
    '0.7 × 0.3 = 0.21'
    >>> equation(product(1 / 3, 1 / 3), 1 / 9)
    '0.33333 × 0.33333 ≈ 0.11111'
    >>> equation(difference(1 / 3, single(0.3333)), 1 / 3 - 0.3333)
    '0.33333 − 0.3333 ≈ 0.000033333 (rounded)'
    """
    return f"{expression.text} {sign(expression, result, digits)}"


def sign(expression, result, digits=ROUNDED_DIGITS):
    """Return the right half of `equation`: the sign and the result."""
    printed = value_of(result)
    if expression.value == printed:
        return f"= {written(result)}"
    # A result such as 1 may stand for 0.99999: so many digits count, whether printed or not.
    last_digit = min(printed.as_tuple().exponent, printed.adjusted() - digits + 1)
    half_a_digit = Decimal(1).scaleb(last_digit) / 2
    is_near = printed != 0 and abs(expression.value - printed) <= half_a_digit
    return f"≈ {written(result)}{'' if is_near else ROUNDED}"


# A walk writes the same numbers at every step.
@lru_cache(maxsize=4096)
def _plain(number):
    number = float(number) + 0.0
    text = f"{number:.{EXACT_DIGITS}g}"
    if abs(float(text) - number) > 1e-9 * abs(number):
        # A whole number with a rounded digit before its point would look exact.
        is_large = 10**ROUNDED_DIGITS <= abs(number) < PLAIN_BELOW
        text = f"{number:.0f}" if is_large else f"{number:.{ROUNDED_DIGITS}g}"
    if "e" in text and PLAIN_FROM <= abs(number) < PLAIN_BELOW:
        text = f"{Decimal(text):f}"
    return text


def _bracketed(number):
    text = written(number)
    return f"({text})" if text.startswith("−") else text
