"""Questions of notebook 06b: which slip leaves this mark?"""

from helpers.exercises.questions.question import Choice, ChooseOne, InYourWords

QUESTIONS = (
    ChooseOne(
        "06b_listing_2",
        "06b",
        "Every slope has the right size, in both layers, on both networks. What did listing 2 do?",
        (
            Choice(
                "It leaves relu's slope out.",
                "That shows in the first weights alone, and only where a gate is closed. Here the "
                "second weights are wrong too.",
            ),
            Choice(
                "It takes target - prediction for the error.",
                "One wrong sign in the error changes the sign of every slope, and subtracting "
                "then walks uphill.",
                right=True,
            ),
            Choice(
                "It leaves the factor 2 out.",
                "Then every mark would be 0.5, as in the worked hunt. A sign is not a size.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_3",
        "06b",
        "On the course's network the wrong column carries the mark 0.7, and 0.7 is a hidden "
        "value. What does listing 3 do where the slope passes through the hidden layer?",
        (
            Choice(
                "It passes the slope through the weights transposed the wrong way.",
                "Then the columns would mix the weights of the path. A mark equal to the node's "
                "own value points at the node.",
            ),
            Choice(
                "It leaves relu's slope out.",
                "Both gates of the course's network are open, so leaving their slopes out would "
                "not show there at all.",
            ),
            Choice(
                "It multiplies by what relu gives, where relu's slope belongs.",
                "The slope is 1 for an open gate, whatever the value. Where the value happens "
                "to be 1.0, as in the other column, nothing shows.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_4",
        "06b",
        "For the inputs -4 and 1 all slopes of the first weights are 0, and none should be. The "
        "network has no relu. What did listing 4 do?",
        (
            Choice(
                "It multiplies by the gates of a relu that is not there.",
                "Both hidden values are below zero for this input, and the gates stop slopes "
                "although nothing was stopped in the forward pass.",
                right=True,
            ),
            Choice(
                "Both hidden nodes are dead, so 0 is right.",
                "Without relu no node can be dead: its value below zero goes on to the prediction, "
                "and the nudges say that the loss moves.",
            ),
            Choice(
                "It forgets to pass the slope through the second weights.",
                "Then the slopes for the first input would be wrong as well, and they are right.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_5",
        "06b",
        "With three layers a list is too short. With two, the slopes of the last weights have a "
        "shape that the weights do not have. Which entries are missing from the list?",
        (
            Choice(
                "The inputs.",
                "Without them one layer alone would fail too, and it is right.",
            ),
            Choice(
                "The slopes of the first layer.",
                "Those are made in the loop. The error appears earlier, when the loop looks for "
                "a value of the forward pass that was never kept.",
            ),
            Choice(
                "The activations of the hidden layers.",
                "One layer has none, so nothing is missing there; each further layer adds one "
                "that is.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_6",
        "06b",
        "The third weights are right, and one column of the second, which is one node. The first "
        "are all wrong. What happens between the third layer and the second?",
        (
            Choice(
                "The sign of the error is turned round.",
                "That would reach the third weights too, and all marks would be -1.",
            ),
            Choice(
                "The gates of another layer close on the slope.",
                "At one node the gates of both layers happen to agree in every row, and there "
                "the marks are 1. In the first layer the wrong slopes have reached every weight.",
                right=True,
            ),
            Choice(
                "The mean over the rows is taken once more.",
                "Then the marks would be one number for a whole table, 1/5 with five rows.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_7",
        "06b",
        "The first layer's marks are near 1, and ten times the learning rate puts them about ten "
        "times as far from it. Where does the learning rate come into a slope?",
        (
            Choice(
                "The slope passed through second weights that had been updated already.",
                "Those weights are off by a step, which grows with the learning rate. All slopes "
                "of a step are taken at the same weights.",
                right=True,
            ),
            Choice(
                "The step was multiplied by the learning rate twice.",
                "Then the marks would be 0.02 and 0.2, far from 1, in one layer or in both.",
            ),
            Choice(
                "Rounding: a larger step has larger rounding.",
                "Rounding is a millionth of a slope at most. This is a hundredth, and more.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_8",
        "06b",
        "You called twice with `first` and `second`, and did not change them in between. Why are "
        "the second numbers different?",
        (
            Choice(
                "The listing keeps the old slopes and adds the new ones to them.",
                "It would need a place of its own to keep them. Look at what you handed in: print "
                "`first` after a call.",
            ),
            Choice(
                "The listing wrote its new weights into the arrays that you handed in.",
                "The second call began where the first had ended. -= changes the array itself, "
                "for everybody who uses it.",
                right=True,
            ),
            Choice(
                "A second step is always shorter than the first.",
                "A second step from other weights may be. This was meant to be the same step from "
                "the same weights.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_9",
        "06b",
        "With three inputs the bias moves three times as far as a weight of the same slope. What "
        "did listing 9 do?",
        (
            Choice(
                "It gives the bias a learning rate of its own.",
                "Then one input would show it as well, and there the steps are equal.",
            ),
            Choice(
                "It adds the slopes of the bias over the rows.",
                "That was done before: the slope of the bias came in as 1, ready to use.",
            ),
            Choice(
                "It takes the bias's step once for each weight that enters the node.",
                "The line stands inside the loop over the inputs. A node has one bias, and it "
                "takes one step.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_10",
        "06b",
        "1, then 2, then 3: what is added up from call to call?",
        (
            Choice(
                "The slopes: something keeps them between the calls.",
                "A value in the line with def is made once and lives as long as the function. "
                "Each call adds its slopes to it.",
                right=True,
            ),
            Choice(
                "The weights: each call makes a step.",
                "It returns slopes and updates nothing. Moved weights would give slopes that "
                "shrink or grow unevenly, not in whole multiples.",
            ),
            Choice(
                "The rows: each call sees one more.",
                "The course's network has one row in every call. And more rows would not make a "
                "mean larger.",
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_11",
        "06b",
        "The mark is the number of rows in the batch. What did listing 11 do?",
        (
            Choice(
                "It divides by the number of rows twice.",
                "Then the marks would shrink with the batch: 1, 1/2, 1/4.",
            ),
            Choice(
                "It drops the last, smaller batch.",
                "Every batch here is full, and a dropped one would make no step at all.",
            ),
            Choice(
                "It adds up over the rows and does not divide by their number.",
                "The step then grows with the batch, at the same learning rate.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "06b_listing_12",
        "06b",
        "The second update fits the slope at the weights of the start. What did listing 12 do?",
        (
            Choice(
                "It takes the rows in another order.",
                "Then the first update would belong to another row, and it fits row 0.",
            ),
            Choice(
                "It predicts once, before the loop, and uses those errors for every row.",
                "The first update moved the weights, and the second row's error is still that "
                "of the old ones.",
                right=True,
            ),
            Choice(
                "It divides each step by the number of rows.",
                "Then both updates would be off by one and the same factor.",
            ),
        ),
    ),
    ChooseOne(
        "06b_after_the_step",
        "06b",
        "The target is 0.5. The tutorial subtracts 0.01 times these slopes, all below zero, from "
        "the weights. Where does the network's real prediction go?",
        (
            Choice(
                "Nearer to the target.",
                "From 0.32 it would. But the weights do not know what was printed. What do they "
                "really predict, and which way do these steps move it?",
            ),
            Choice(
                "Away from the target.",
                "The real prediction is 0.61, too high. Slopes below zero raise every weight, "
                "and the prediction with them.",
                right=True,
            ),
            Choice(
                "Nowhere: a learning rate of 0.01 is too small.",
                "It is small, but large enough to see. The next cells print it to four digits.",
            ),
        ),
    ),
    InYourWords(
        "06b_habit",
        "06b",
        "Thirteen hunts: which two checks would you run on any backward pass that you meet, before "
        "you trust it? Why these?",
        "Measure every slope with nudges, on several rows with random weights and more than one "
        "hidden layer, because one row, open gates or a single layer hide slips. And call it twice "
        "with the same arguments: results that differ, or arguments that have changed, show what "
        "no single call can.",
        (
            "numerical slopes, compared as a share or a ratio",
            "several rows and random weights, since one row hides slips",
            "calling twice, or looking at the arguments afterwards",
        ),
    ),
)
