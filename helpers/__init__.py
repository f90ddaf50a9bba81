"""What the notebooks of Slope by Slope import, room by room.

network         Layer, forward, backward
activations     relu and its slope
losses          squared error and softmax cross-entropy, each with its slope
training        gradient descent on all rows, on mini-batches, on single rows
gradient_check  slopes measured by nudging one number at a time
datasets        handwritten digits and hourly wages
figures         drawings that take data and return a matplotlib Figure
live            a slider moves, a figure follows
walks           a network worked through step by step, and where one slope comes from
exercises       checks that know which slip was made
hands_on        a pad to draw a digit on, a plane to put points into
"""
