"""Questions of notebook 01: sums, paths, gates, tables and rows."""

from helpers.exercises.catalogue.cases import RUNNING_FIRST, RUNNING_INPUTS
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

SECOND_BIAS = -1.5


def _sum_into(node):
    return float((RUNNING_INPUTS @ RUNNING_FIRST)[0, node])


QUESTIONS = (
    TypeNumber(
        name="01_first_hidden",
        notebook="01",
        prompt="The inputs are 1 and 2. The first hidden node receives them through the weights "
        "0.5 and 0.1. What do they add up to?",
        answer=lambda: _sum_into(0),
        digits=2,
        words="Each input times its own weight, added up: {answer}.",
        slips=(
            NumberSlip(
                lambda: float((RUNNING_INPUTS @ RUNNING_FIRST.T)[0, 0]),
                "You followed the two lines that leave the first input. Follow the two that arrive "
                "at the first hidden node.",
            ),
            NumberSlip(
                lambda: float((RUNNING_INPUTS[:, ::-1] @ RUNNING_FIRST)[0, 0]),
                "The weights went to the wrong inputs: 0.5 belongs to the input 1, 0.1 to the "
                "input 2.",
            ),
            NumberSlip(
                lambda: float(RUNNING_INPUTS.sum() * RUNNING_FIRST[:, 0].sum()),
                "You added up first and multiplied once. Apples and bread each have a price of "
                "their own.",
            ),
            NumberSlip(
                lambda: float((RUNNING_INPUTS[0] + RUNNING_FIRST[:, 0]).sum()),
                "You added the weights to the inputs. A weight is a price: amounts are multiplied "
                "by it.",
            ),
            NumberSlip(
                lambda: _sum_into(0) / RUNNING_INPUTS.size,
                "You took the mean. A node adds up: a second input makes the bill longer.",
            ),
        ),
    ),
    ChooseOne(
        name="01_which_weight",
        notebook="01",
        prompt="You raise one weight by 0.1 and leave the other five. Which of these moves the "
        "prediction most? Follow each path from an input to the prediction, and read every number "
        "on the way.",
        choices=(
            Choice(
                "`x1_to_h2`, the 0.6: it is the largest weight",
                "How large the weight already is makes no difference to adding 0.1. It "
                "multiplies the input 1, and the next weight on its path lets only a part of "
                "that through.",
            ),
            Choice(
                "`x2_to_h2`, the 0.2: it multiplies the largest number, the input 2",
                "The hidden node moves most, twice as far as the weight. But it reaches the "
                "prediction through the weight 0.4, which passes on less than half.",
            ),
            Choice(
                "`h1_to_y1`, the 0.3: nothing stands between it and the prediction",
                "It leads straight to the prediction, and that helps. But it multiplies only "
                "0.7. Look at what the other weights multiply, and at what lies between them and "
                "the prediction.",
            ),
            Choice(
                "`h2_to_y1`, the 0.4: it multiplies the hidden value 1",
                "All of the 0.1 arrives: it is multiplied by the hidden value 1, and no further "
                "weight stands in between.",
                right=True,
            ),
        ),
    ),
    TypeNumber(
        name="01_gate_opens",
        notebook="01",
        prompt="The second hidden node gets the inputs 1 and 2 through the weights 0.6 and 0.2. "
        "Its bias rises slowly from -1.5. Above which bias is its gate open?",
        answer=lambda: -_sum_into(1),
        digits=1,
        words="Without a bias the sum is 1. A bias above {answer} leaves some of that, and ReLU "
        "lets it through.",
        slips=(
            NumberSlip(
                lambda: 0.0,
                "It is not the bias that has to be above zero, but the whole sum, and the inputs "
                "contribute to it.",
            ),
            NumberSlip(
                lambda: _sum_into(1),
                "That is what the inputs contribute. Which bias cancels all of it?",
            ),
            NumberSlip(
                lambda: -(_sum_into(1) + SECOND_BIAS),
                "That is how far the bias has to rise. Where does it end up, starting from -1.5?",
            ),
            NumberSlip(
                lambda: _sum_into(1) + SECOND_BIAS,
                "That is the node's sum now. By how much does the bias have to rise, and where "
                "does it end up?",
            ),
        ),
    ),
    InYourWords(
        name="01_closed_gate",
        notebook="01",
        prompt="Set the bias to -1.5 again. Now someone changes the weight from that node to the "
        "prediction from 0.4 to 100. What happens to the prediction, and why?",
        model_answer="Nothing. The node's sum is below zero, so ReLU makes it 0, and a weight of "
        "100 times 0 is still 0. Only the first hidden node counts. Once the gate opens, the "
        "weight counts, and then 100 is a great deal.",
        look_for=(
            "The prediction stays as it is.",
            "The node passes on 0, because its sum is below zero.",
            "Any weight times 0 is 0.",
        ),
    ),
    ChooseOne(
        name="01_third_node",
        notebook="01",
        prompt="You add a third hidden node to the network of five nodes. What happens to the two "
        "tables of weights?",
        choices=(
            Choice(
                "The first gets one more column, the second one more row",
                "The new node needs a column of weights from the inputs. For the next layer it "
                "is one more value that comes in, and that needs a row.",
                right=True,
            ),
            Choice(
                "The first gets one more row, the second one more column",
                "A row of the first table belongs to an input, and there are still two. A column "
                "of the second belongs to a prediction, and there is still one.",
            ),
            Choice(
                "Each gets one more column",
                "The first does. A second column in the second table would be a second prediction, "
                "and the new node's value would have no weight.",
            ),
            Choice(
                "Only the first changes: one more column",
                "Then three hidden values would meet a table with two rows: (1, 3) @ (2, 1). The "
                "inner numbers no longer match.",
            ),
        ),
    ),
    InYourWords(
        name="01_any_rows",
        notebook="01",
        prompt="The same weights work for one row, for three, for a million. Why does the number "
        "of rows not matter, and why can no row disturb another?",
        model_answer="Each row of the result comes from one row of the inputs and from the columns "
        "of the weights, nothing else. The tables of weights have a row for each input and a "
        "column for each node: the number of examples is nowhere in them. ReLU looks at each "
        "number by itself.",
        look_for=(
            "A row of the product uses only that row of the inputs.",
            "The shape of the weights does not depend on the number of rows.",
            "ReLU works on each number by itself.",
        ),
    ),
)
