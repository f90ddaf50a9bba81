"""Questions of notebook 06: what a nudge does, how small a step, which slips one row forgives."""

from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    RUNNING_TARGETS,
)
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.network import Layer
from helpers.training import loss_of, slopes_of

STEP = 0.01


def _loss_after(nudge):
    first = RUNNING_FIRST.copy()
    first[0, 0] += nudge
    return loss_of(RUNNING_INPUTS, RUNNING_TARGETS, [Layer(first), Layer(RUNNING_SECOND)])


def _slope():
    layers = [Layer(RUNNING_FIRST), Layer(RUNNING_SECOND)]
    return float(slopes_of(RUNNING_INPUTS, RUNNING_TARGETS, layers)[0].weights[0, 0])


QUESTIONS = (
    TypeNumber(
        name="06_growth",
        notebook="06",
        prompt="The slope of the loss at the weight 0.5 is 0.066. You raise the weight by 0.01. "
        "By roughly how much does the loss grow?",
        answer=lambda: _loss_after(STEP) - _loss_after(0.0),
        digits=4,
        words="The slope says how much the loss grows for each unit of the weight; the nudge is a "
        "hundredth of a unit: {answer}. The next cell prints more digits.",
        slips=(
            NumberSlip(
                _slope,
                "That is the growth for a whole unit of the weight. The nudge is a hundredth of "
                "that.",
            ),
            NumberSlip(
                lambda: _loss_after(STEP),
                "That is the loss after the nudge. The question is how much it grew.",
            ),
            NumberSlip(
                lambda: _slope() / STEP,
                "You divided by the nudge. It is the other way round: growth / step = slope.",
            ),
            NumberSlip(
                lambda: _slope() + STEP,
                "You added nudge and slope. The slope is a growth for each unit: multiply.",
            ),
        ),
    ),
    ChooseOne(
        name="06_smaller_step",
        notebook="06",
        prompt="You measure the same slope again, with a step of 1e-12 in place of 1e-2. Does the "
        "result get better or worse, for the one-sided and for the central way?",
        choices=(
            Choice(
                "Both get better: the smaller the step, the closer to the slope.",
                "On paper, yes. But in a computer the two losses share all but their last few "
                "digits, and what remains after subtracting is mostly rounding.",
            ),
            Choice(
                "The one-sided gets better, the central gets worse.",
                "For the one-sided way the bend of the curve no longer matters, and that "
                "outweighs the rounding. For the central way the bend had cancelled already, so "
                "that only rounding is added.",
                right=True,
            ),
            Choice(
                "Neither changes: the curve is the same.",
                "The curve is the same, but the chord is not. And the losses that it joins are "
                "rounded to about 16 digits, of which a small step uses only the last.",
            ),
        ),
    ),
    ChooseOne(
        name="06_get_away",
        notebook="06",
        prompt="Five slips: target - prediction; updated before passing back; transposed; relu's "
        "slope at the output; summed over the rows. Which of them get away, on the running "
        "example?",
        choices=(
            Choice(
                "None: a numerical slope finds every slip.",
                "It finds every slip that changes a slope. Which of the five change nothing when "
                "there is one row, and the prediction is above zero?",
            ),
            Choice(
                "Updated before passing back: the change is too small to see.",
                "It is small, about half a hundredth of the slope, but far above a millionth. "
                "Rounding is much smaller.",
            ),
            Choice(
                "Transposed: the table is square, so nothing complains.",
                "Python does not complain. The numbers do: 0.088 and 0.132 have changed places.",
            ),
            Choice(
                "Relu's slope at the output, and summed over the rows.",
                "The wrong gate happens to be open, as the prediction is above zero, and with "
                "one row a sum is a mean.",
                right=True,
            ),
        ),
    ),
    InYourWords(
        name="06_why_several_rows",
        notebook="06",
        prompt="Why does a check on one row with friendly numbers prove less than one on several "
        "rows with random weights?",
        model_answer="A check can only expose a slip that changes the numbers it looks at. With "
        "one row, a sum and a mean are the same. With all sums above zero every gate is open, so "
        "a wrong gate or a missing one changes nothing. Several random rows bring open and "
        "closed gates and values of both signs, so that different slips give different numbers.",
        look_for=(
            "a slip has to change a number to be seen",
            "one row: a sum is a mean",
            "open gates: a wrong gate does not show",
        ),
    ),
)
