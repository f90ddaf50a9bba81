"""Questions of notebook 07b: which rate, which start, where a boundary bends."""

from helpers.exercises.questions.question import Choice, ChooseOne, InYourWords

QUESTIONS = (
    ChooseOne(
        "07b_which_rate",
        "07b",
        "A network with eight hidden nodes, 200 epochs, sixty-one learning rates from 0.001 to 1, "
        "the same start each time. Which rate will end with the lowest loss?",
        (
            Choice(
                "The smallest: small steps are exact",
                "Small steps follow the slope closely, but 200 of them do not lead far.",
            ),
            Choice(
                "One in the middle of those that work",
                "Up to the edge each higher rate gets further in the same 200 epochs. The best "
                "rate is not the safest one.",
            ),
            Choice(
                "One close to where training begins to fail",
                "Up to the edge each higher rate gets further in the same 200 epochs. Beyond it "
                "the steps are too long for the steepest direction.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "07b_eight_starts",
        "07b",
        "Eight random starts, the same data, the same learning rate, 200 epochs. Will they end at "
        "the same loss?",
        (
            Choice(
                "Yes: downhill is downhill",
                "Each goes downhill from where it stands. But the surface has more than one "
                "valley, and plateaus, so the paths differ.",
            ),
            Choice(
                "No, and by a good deal",
                "Each goes downhill from where it stands, over another part of the surface. How "
                "far 200 epochs lead depends on that.",
                right=True,
            ),
        ),
    ),
    InYourWords(
        "07b_only_on_them",
        "07b",
        "Why can the boundary bend only on the dashed lines?",
        "Off these lines no gate changes. Each hidden node then gives 0 or a weighted sum of the "
        "two inputs, so the prediction is a weighted sum as well, and the places where it is 0 lie "
        "on a straight line. On a dashed line one gate opens: from there on one more node counts, "
        "with weights of its own.",
        (
            "between two dashed lines every gate stays as it is",
            "with all gates fixed the prediction is a straight function of the inputs",
            "on a dashed line a node's pre-activation is 0: it begins or ceases to count",
        ),
    ),
)
