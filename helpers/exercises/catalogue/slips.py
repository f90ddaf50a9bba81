"""The slips that come back in exercise after exercise, each written once.

They were collected from reported errors in courses and libraries, from published listings and from
what learners asked. What belongs to a single exercise stands beside it instead.
"""

from helpers.exercises.checker import kinds
from helpers.exercises.exercise import Slip

ERROR_TURNED_ROUND = Slip(
    "error turned round",
    "sign of the error",
    "Your code treats a prediction that is too high as too low. Writing target - prediction does "
    "that, and so does a stray minus. Subtracting the slope then walks uphill.",
    "02#Error",
    shows_as=(kinds.SIDES,),
)
NOT_SQUARED = Slip(
    "error not squared",
    "square",
    "Without the square an error below zero makes the loss smaller, however large the error is. "
    "Added up, two large errors of opposite sign even look like a perfect prediction.",
    "02#Squared-error",
)
ABSOLUTE_ERROR = Slip(
    "absolute error in place of the square",
    "square",
    "Dropping the sign keeps errors from cancelling, and some losses do it. This course's loss "
    "makes large errors count more than small ones.",
    "02#Squared-error",
)
SQUARED_AFTER_ADDING = Slip(
    "squared after adding up",
    "square",
    "You added the errors first, so that they could cancel, and squared what was left. Each error "
    "has to count by itself.",
    "02#Squared-error",
)
ROOT_TAKEN = Slip(
    "square root taken",
    "last step",
    "The root brings a loss back to the units of the target and is often reported. The loss that "
    "the slopes belong to has no root.",
    "02#Loss",
)
FIRST_ROW_ONLY = Slip(
    "first row only",
    "which rows",
    "Only the first row counts in your result: change any other row, and nothing moves. Is there "
    "a return inside a loop, or a [0] that picks out one row?",
    "01#Batch",
)
LAST_ROW_ONLY = Slip(
    "last row only",
    "which rows",
    "Only the last row counts in your result: change any other row, and nothing moves. Does each "
    "turn of a loop start afresh, where it should add to the total so far?",
    "01#Batch",
)
FIRST_ROW_SHARED = Slip(
    "first row only, divided by all",
    "which rows",
    "Only the first row counts in your result, and yet it is divided by the number of all rows. "
    "Is there a return inside a loop?",
    "01#Batch",
)
LAST_ROW_SHARED = Slip(
    "last row only, divided by all",
    "which rows",
    "Only the last row counts in your result, and yet it is divided by the number of all rows. "
    "Does each turn of a loop start afresh, where it should add to the total so far?",
    "01#Batch",
)
FLAT_MEETS_COLUMN = Slip(
    "flat array beside a column",
    "shapes",
    "You took a column out as a flat array of shape (n,) and combined it with an array of shape "
    "(n, 1). Numpy then pairs every number with every other: n times n errors where there should "
    "be n.",
    "02#Error",
)
SUM_FOR_MEAN = Slip(
    "sum over the rows in place of the mean",
    "mean",
    "A sum over the rows is their mean times the number of rows. With it, a batch twice as long "
    "makes a step twice as long, at the same learning rate.",
    "02#Loss",
)
MEAN_OVER_ALL = Slip(
    "mean over rows and outputs",
    "mean",
    "You divided by the count of all numbers. In this course each row has one loss, however many "
    "outputs or classes it has, and the mean is over the rows alone.",
    "02#Loss",
)
HALVED = Slip(
    "loss halved",
    "factor",
    "Some books halve the loss, so that its slope needs no factor 2. This course does not; "
    "mixing the two makes every slope half as large.",
    "02#Loss",
)
TWO_LEFT_OUT = Slip(
    "factor 2 left out",
    "factor 2",
    "Without the 2, every slope is half as steep. How fast does a square grow? Try the square of 3 "
    "and of 3.01, and divide the growth by 0.01.",
    "03#Slope",
    shows_as=(
        kinds.NUMBER_MISSING,
        kinds.FACTOR_MISSING,
        kinds.NUMBER,
        kinds.DIVISION_TOO_MANY,
        kinds.FACTOR_TOO_MANY,
        kinds.TERM_MISSING,
    ),
)
TWO_TWICE = Slip(
    "factor 2 taken twice",
    "factor 2",
    "All your slopes are twice as steep. The square gives its 2 once, at the prediction; "
    "from there on nothing doubles.",
    "03#Slope",
)
LOSS_FOR_SLOPE = Slip(
    "loss in place of its slope",
    "what is computed",
    "You returned the squared error, which is how high the curve is. The question is how steep "
    "it is, and that has a sign.",
    "03#Slope",
)
VALUE_LEFT_OUT = Slip(
    "value at the input node left out",
    "value",
    "A weight is multiplied by the value that enters it. The larger that value, the more a nudge "
    "of the weight matters, and your slope lacks that factor.",
    "03#Chain-rule",
)
WEIGHT_FOR_VALUE = Slip(
    "weight in place of the value",
    "value",
    "The weight stands where the value belongs: yours is the slope of the value. Nudge the weight "
    "by a little: by what is that nudge multiplied on its way to the node?",
    "03#Chain-rule",
)
ACTIVATION_SLOPE_LEFT_OUT = Slip(
    "slope at the activation left out",
    "activation slope",
    "How the node moves with the weight is half of the story. How the loss moves with the node's "
    "activation belongs in the product as well.",
    "03#Chain-rule",
)
FACTORS_ADDED = Slip(
    "factors added",
    "product",
    "You added the factors. If one number moves a second three times as fast, and that moves a "
    "third twice as fast, how fast is the third?",
    "03#Chain-rule",
)
PATH_WEIGHT_LEFT_OUT = Slip(
    "weight of the path left out",
    "path",
    "The hidden node reaches the prediction through a weight. A large weight passes on more of "
    "the slope than a small one; yours passes on all of it.",
    "05#Backpropagation",
    shows_as=(
        kinds.MATRIX_PRODUCT_MISSING,
        kinds.FACTOR_MISSING,
        kinds.NAME,
    ),
)
GATE_LEFT_OUT = Slip(
    "relu's slope left out",
    "gate",
    "A hidden node whose sum is below zero gives 0, whatever its weights do. Nudging them changes "
    "nothing there, and yet your slope says that it does. Is there a gate, and does it ever close?",
    "04#ReLU",
    shows_as=(
        kinds.GATE_MISSING,
        kinds.FACTOR_MISSING,
        kinds.RELU_MISSING,
        kinds.NAME,
        kinds.CALL_MISSING,
    ),
)
VALUE_FOR_GATE = Slip(
    "relu in place of its slope",
    "gate",
    "You used what relu gives. The task asks how fast relu rises there, and that is the same for "
    "a sum of 5 as for a sum of 50.",
    "04#ReLU",
)
GATE_TURNED_ROUND = Slip(
    "gate the wrong way round",
    "gate",
    "Your gate is open where the sum is below zero and closed where it is above. On which side "
    "does relu's curve rise?",
    "04#ReLU",
)
OPEN_AT_ZERO = Slip(
    "slope 1 at exactly 0",
    "kink",
    "At exactly 0 relu has a kink and no slope of its own, so somebody has to choose one. This "
    "course chooses 0, as PyTorch does; your function chooses 1.",
    "04#Kink",
)
WRONG_HALF = Slip(
    "the other half kept",
    "relu",
    "You kept what is below zero and flattened the rest. Which side should pass?",
    "04#ReLU",
)
GATE_OF_THE_SLOPE = Slip(
    "gate decided by the slope",
    "gate",
    "You let slopes through according to their own sign. Whether a gate is open was settled in "
    "the forward pass, by the sum at the node.",
    "04#ReLU",
)
GATE_AT_THE_OUTPUT = Slip(
    "relu's slope at the output too",
    "output gate",
    "The last layer has no relu, so it has no gate either. Where the prediction is below zero, "
    "yours loses the whole slope.",
    "04#ReLU",
)
GATE_OF_THE_NEIGHBOUR = Slip(
    "gate of the neighbouring layer",
    "gate",
    "You closed gates by the sums of another layer. A slope that has passed through the weights "
    "has arrived one layer closer to the inputs. Whose sums decide there?",
    "05#Backpropagation",
)
RELU_LEFT_OUT = Slip(
    "relu left out",
    "relu",
    "In your function a hidden node passes on a sum below zero as it is. In this network it "
    "should not get through.",
    "01#ReLU",
    shows_as=(
        kinds.RELU_MISSING,
        kinds.CALL_MISSING,
        kinds.NAME,
        kinds.GATE_MISSING,
        kinds.FACTOR_MISSING,
    ),
)
RELU_ON_THE_INPUTS = Slip(
    "relu on what enters the node",
    "relu",
    "You applied relu to what enters the node. It comes after the sum: an input below zero may "
    "well add to a sum above zero.",
    "01#ReLU",
)
RELU_ON_THE_PREDICTION = Slip(
    "relu on the prediction too",
    "output",
    "The last layer has no relu. With one, this network could never predict a number below zero.",
    "01#Prediction",
)
BIAS_LEFT_OUT = Slip(
    "bias left out",
    "bias",
    "With all inputs at 0 your node gives 0. Its own number, whatever the inputs are, is missing.",
    "01#Bias",
    shows_as=(
        kinds.TERM_MISSING,
        kinds.NAME,
    ),
)
BIAS_AFTER_RELU = Slip(
    "bias after relu",
    "bias",
    "You added the bias to what relu let through. The bias takes part in deciding whether the gate "
    "opens.",
    "01#Bias",
)
GATE_BEFORE_BIAS = Slip(
    "gate decided before the bias",
    "bias",
    "You asked whether the sum is above zero before the bias was added. The bias may open a "
    "gate, and it may close one.",
    "01#Bias",
)
BIAS_SUBTRACTED = Slip(
    "bias subtracted",
    "bias",
    "Your bias pulls the wrong way: a higher one should lift the sum.",
    "01#Bias",
)
WEIGHTS_TRANSPOSED = Slip(
    "weights transposed",
    "weights",
    "You read the table of weights by its rows. A node's weights stand in a column: the row says "
    "which input, the column says which node. With a square table nothing complains.",
    "01#Matrix-product",
)
BACK_BY_COLUMNS = Slip(
    "weights not transposed in the backward pass",
    "weights",
    "In the forward pass a node gathers what stands in its column of the table. Its paths "
    "towards the loss stand in its row, and your product went down the columns again. With a "
    "square table nothing complains.",
    "05#Matrix-product",
)
SLOPES_TRANSPOSED = Slip(
    "slopes transposed",
    "transpose",
    "Your table of slopes has rows and columns the other way round. The slope of a weight belongs "
    "where the weight stands: its row is the node it comes from.",
    "05#Gradient",
)
STARTS_ONE_LAYER_LATE = Slip(
    "loop starts one layer late",
    "loop",
    "Your loop begins with the second table of weights: the first layer never takes part. Python "
    "counts from 0.",
    "01#Layer",
)
ROWS_AVERAGED_AGAIN = Slip(
    "mean over the rows taken again",
    "rows",
    "The slopes that come from the loss have already been divided by the number of rows. You "
    "divided again.",
    "05#Gradient",
)
UPHILL = Slip(
    "step uphill",
    "direction",
    "You moved in the direction in which the loss grows. A slope above zero means that a larger "
    "weight makes a larger loss. (An error turned round has the same effect.)",
    "03#Update",
)
RATE_LEFT_OUT = Slip(
    "learning rate left out",
    "rate",
    "You took the whole slope as your step. It says how steep the hill is, not how far to go.",
    "03#Learning-rate",
    shows_as=(
        kinds.FACTOR_MISSING,
        kinds.NAME,
        kinds.NUMBER,
    ),
)
MINUS_STEP = Slip(
    "minus the step in place of the new weight",
    "what is returned",
    "Your weight has become minus the step, and its old value is lost. If you wrote =- "
    "and meant -=: Python reads w =- 1 as w = -1.",
    "03#Update",
)
UPDATED_TOO_EARLY = Slip(
    "weights updated too early",
    "moment",
    "You updated weights and then passed the slope through the updated ones. All slopes of a "
    "step are taken at the same weights, those of the forward pass.",
    "03#Update",
)
SLOPE_TAKEN_ONCE = Slip(
    "slope taken only once",
    "moment",
    "You used the first slope for every step. After a step you stand somewhere else, where the "
    "hill is less steep, or falls the other way.",
    "07#Gradient-descent",
)
ONE_STEP_SHORT = Slip(
    "one step short",
    "loop",
    "You took one step less than asked. Which of the first and the last one is missing?",
    "07#Gradient-descent",
)
SLOPES_NOT_RESET = Slip(
    "slopes added up and not reset",
    "moment",
    "Each of your steps still contains the slopes of all earlier steps: they add up and are "
    "never reset. A step follows the slope at the current weights alone.",
    "07#Gradient-descent",
)
FIRST_UPDATE_ONLY = Slip(
    "only the first update",
    "loop",
    "Your result is that of one update, however many were asked for. Is the return inside the "
    "loop? Does every pass begin with what the last one has left?",
    "07#Gradient-descent",
)
STEPS_NOT_KEPT = Slip(
    "only the last step counts",
    "steps",
    "Your result is a single step, the last one, away from the weights that came in. Every step "
    "has to be taken, and each starts where the previous one ended.",
    "07#Update",
)
FIRST_LAYER_ONLY = Slip(
    "list ends after the first layer",
    "layers",
    "Your list holds the first layer and no other. Is the return inside the loop?",
    "05#Layer",
)
LAST_LAYER_ONLY = Slip(
    "only the last layer updated",
    "layers",
    "All layers but the last came back as they were. Every layer has slopes, and every layer "
    "learns.",
    "07#Update",
)
STALE_PREDICTIONS = Slip(
    "stale predictions",
    "moment",
    "All your slopes belong to the weights that the epoch began with. Each update changes the "
    "weights, and with them the predictions for the rows that follow.",
    "08#SGD",
)
ORDER_IGNORED = Slip(
    "order ignored",
    "order",
    "You took the rows as they stand. `order` says which row comes first, and it is new in each "
    "epoch.",
    "08#Epoch",
)
LAST_BATCH_DROPPED = Slip(
    "last, smaller batch dropped",
    "last batch",
    "Where the rows do not divide evenly, some are left over. An epoch uses every row once.",
    "08#Epoch",
)
OVER_THE_WRONG_AXIS = Slip(
    "rows and columns confused",
    "axis",
    "You worked down the columns where each row stands for itself, or the other way round. Rows "
    "are examples. Say aloud what each of your results belongs to: an example, or a column?",
    "09#Batch",
)
CHOSEN_FOR_LABEL = Slip(
    "chosen class in place of the label",
    "classes",
    "You took the class with the largest share in each row. That is what the network chooses; "
    "the task asks about the right class, whichever was chosen.",
    "09b#Cross-entropy",
)
PICKED_FOR_EVERY_ROW = Slip(
    "every label picked from every row",
    "classes",
    "A colon beside the labels picks, from every row, the place of every label in the batch. Each "
    "row has one right class: pair the row numbers with the labels.",
    "09b#Cross-entropy",
)
BOTH_SETS_MEASURED = Slip(
    "both sets measured together",
    "rows measured",
    "You measured the training and the test rows together. New rows are not there yet when the "
    "network learns: what is measured is the training set alone.",
    "09#Test-set",
)
SETS_EXCHANGED = Slip(
    "training and test rows exchanged",
    "rows measured",
    "You measured the test rows and used the result on the training rows. It is the other way "
    "round: measured on the training rows, used on the test rows.",
    "09#Test-set",
)
ONE_SIDED = Slip(
    "one-sided nudge",
    "nudge",
    "You compared a nudge up with no nudge at all. On a curve that gives the slope of a chord to "
    "one side. Nudge down as well.",
    "06#Numerical-slope",
)
DIVIDED_BY_ONE_STEP = Slip(
    "twice the slope",
    "divisor",
    "Your result is twice as steep as the loss. Rise over run: from a nudge down to a nudge up, "
    "how long is the run?",
    "06#Numerical-slope",
)
DIFFERENCE_TURNED_ROUND = Slip(
    "difference the wrong way round",
    "sign of the difference",
    "You took the loss after the nudge down minus the loss after the nudge up. A loss that grows "
    "with the weight should have a slope above zero.",
    "06#Numerical-slope",
    shows_as=(kinds.SIDES,),
)
