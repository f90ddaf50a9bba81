"""Questions of notebook 03: what a nudge does on its way, and which way is down."""

from helpers.exercises.catalogue.cases import RUNNING_FIRST, RUNNING_INPUTS, RUNNING_SECOND
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

NUDGE = 0.01
INPUT = RUNNING_INPUTS[0, 0]
FIRST_WEIGHT = RUNNING_FIRST[0, 0]
ON_THE_WAY, BESIDE_IT = RUNNING_SECOND[:, 0]
# Both hidden sums are above zero: relu changes nothing.
AT_PREDICTION = 2 * ((RUNNING_INPUTS @ RUNNING_FIRST @ RUNNING_SECOND).item() - 0.5)
SECOND_INPUT = RUNNING_INPUTS[0, 1]

QUESTIONS = (
    ChooseOne(
        name="03_smaller_step",
        notebook="03",
        prompt="A step of 0.1 makes the loss rise by 0.032. Now step by 0.01 only. By how much "
        "does the loss rise?",
        choices=(
            Choice(
                "By a tenth of that, 0.0032",
                "So it would be on a straight line. The loss is a curve, and it gets steeper on "
                "the way up.",
            ),
            Choice(
                "By less than a tenth",
                "The curve gets steeper on the way up. The first bit of the way is the flattest.",
                right=True,
            ),
            Choice(
                "By more than a tenth",
                "The curve would have to be steepest at the start. It gets steeper on the way up.",
            ),
        ),
    ),
    TypeNumber(
        name="03_how_far",
        notebook="03",
        prompt="Nudge the weight 0.5 by 0.01. It multiplies the input 1, and its node leads to the "
        "prediction through the weight 0.3. How far does the prediction move?",
        answer=lambda: float(NUDGE * INPUT * ON_THE_WAY),
        digits=3,
        words="The input is 1, so the node moves as far as the weight. The prediction gets 0.3 "
        "of that: {answer}.",
        slips=(
            NumberSlip(
                lambda: float(NUDGE * INPUT),
                "That is how far the hidden node moves. On the way to the prediction it is "
                "multiplied once more.",
            ),
            NumberSlip(
                lambda: float(NUDGE * INPUT * BESIDE_IT),
                "You went through the weight of the other hidden node. Which one leaves this node?",
            ),
            NumberSlip(
                lambda: float(NUDGE * FIRST_WEIGHT),
                "You multiplied the nudge by the nudged weight itself. What does that weight "
                "multiply?",
            ),
        ),
    ),
    InYourWords(
        name="03_why_multiply",
        notebook="03",
        prompt="Explain to a friend without calculus: why do the ratios along the chain multiply, "
        "and not add up?",
        model_answer="Each link passes on a share of the move that reaches it, not of the nudge at "
        "the start. A weight that moves its node twice as far, and a node that moves the "
        "prediction three times as far, make six times as far. And if one link passes on nothing, "
        "nothing arrives, however strong the others are.",
        look_for=(
            "Each link works on what the previous link passed on.",
            "Two times, then three times: six times.",
            "One link of 0 stops everything.",
        ),
    ),
    TypeNumber(
        name="03_by_factors",
        notebook="03",
        prompt="The weight 0.2 leads from the input 2 to the second hidden node, and from there "
        "the weight 0.4 leads to the prediction. The slope at the prediction is 0.22. What is the "
        "slope of the weight 0.2?",
        answer=lambda: float(SECOND_INPUT * BESIDE_IT * AT_PREDICTION),
        digits=3,
        words="The weight multiplies the input 2. The slope at the activation of the second "
        "hidden node is 0.4 times 0.22, and relu's slope there is 1: {answer}.",
        slips=(
            NumberSlip(
                lambda: float(BESIDE_IT * AT_PREDICTION),
                "That is the slope at the hidden node's activation. What does the weight multiply?",
            ),
            NumberSlip(
                lambda: float(SECOND_INPUT * ON_THE_WAY * AT_PREDICTION),
                "You went through the other hidden node. Which one does this weight lead to?",
            ),
            NumberSlip(
                lambda: float(SECOND_INPUT * AT_PREDICTION),
                "A link is missing: between the hidden node and the prediction stands a weight.",
            ),
            NumberSlip(
                lambda: float(RUNNING_FIRST[1, 1] * BESIDE_IT * AT_PREDICTION),
                "You multiplied by the weight itself. What counts is the value that it multiplies.",
            ),
        ),
    ),
    ChooseOne(
        name="03_up_or_down",
        notebook="03",
        prompt="All six slopes are above zero. One update moves all six weights against their "
        "slopes. What does the prediction do, 0.61 for a target of 0.5?",
        choices=(
            Choice(
                "It goes down, towards the target",
                "Every weight gets a little smaller. The inputs and the hidden values are above "
                "zero, so every sum gets smaller, and the prediction with them.",
                right=True,
            ),
            Choice(
                "It goes up: the slopes are positive",
                "A positive slope says that the loss grows when the weight grows. Against it, the "
                "weight gets smaller.",
            ),
            Choice(
                "It lands on the target",
                "The slopes say which way is down, and how steep. How far to go is up to the "
                "learning rate, and 0.01 makes a small step.",
            ),
            Choice(
                "It could go either way: the weights get in each other's way",
                "Here none does: each weight that gets smaller makes the prediction smaller.",
            ),
        ),
    ),
    ChooseOne(
        name="03_uphill",
        notebook="03",
        prompt="The error is turned round, and the update subtracts all the same. What does the "
        "loss do, step after step?",
        choices=(
            Choice(
                "It falls as before: the loss squares the error, so its sign drops out",
                "In the loss it does. The slope at the prediction is 2 times the error, and there "
                "the sign stays.",
            ),
            Choice(
                "It rises, faster and faster",
                "Every weight goes the wrong way. The higher the loss, the larger the error, and "
                "the longer the next step.",
                right=True,
            ),
            Choice(
                "It rises by the same amount each time",
                "It does rise. But a step is learning rate times slope, and the slope grows with "
                "the error.",
            ),
            Choice(
                "It rises and falls in turn",
                "For that the steps would have to cross the bottom. These lead away from it, each "
                "from where the last one ended.",
            ),
        ),
    ),
    InYourWords(
        name="03_why_wait",
        notebook="03",
        prompt="The slopes of the first layer are computed last. Why must the last weights not be "
        "updated before that?",
        model_answer="A slope says how the loss grows when one weight moves and all else stays. "
        "The first weights' slopes contain the last weights. With some old and some new, they "
        "belong to a network that never made this prediction, and the step need not lead "
        "downhill.",
        look_for=(
            "The slopes of early weights contain later weights.",
            "The prediction and the error were computed with the old ones.",
            "All slopes have to belong to one and the same network.",
        ),
    ),
)
