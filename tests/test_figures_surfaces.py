"""The map of a loss holds the losses and the paths given, says them in words, changes nothing."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.style import panels
from helpers.figures.surfaces import (
    DescentPath,
    contour_levels,
    draw_path,
    draw_surface,
    loss_surface,
    move_path,
    place_scene,
    surface_of,
)

RANGE = (-1.0, 1.0)


def bowl(first, second):
    return (first - 0.5) ** 2 + 2 * (second + 0.25) ** 2 + 0.125


def walk(rate, steps, start=(-0.75, 0.75)):
    places = [np.array(start)]
    for _ in range(steps):
        first, second = places[-1]
        places.append(places[-1] - rate * np.array([2 * (first - 0.5), 4 * (second + 0.25)]))
    return np.array(places)


def walked_over(scene):
    for place in ((0.2, 0.5), (-0.4, 0.5), (-0.4, 0.1), (-0.1, -0.3)):
        scene.move_to(*place)
    return scene.figure


PICTURES = {
    "path": lambda: loss_surface(bowl, RANGE, RANGE, [DescentPath("rate 0.1", walk(0.1, 20))]),
    "place": lambda: walked_over(place_scene(bowl, RANGE, RANGE, (0.5, 0.5), ("a", "b"))),
}


def test_alt_text_says_ranges_lowest_highest_and_where_each_path_went():
    paths = [DescentPath("rate 0.25", np.array([[-0.5, 0.5], [0.0, -0.25], [0.5, -0.25]]))]
    figure = loss_surface(bowl, (-1, 1), (-1, 1), paths, ("a", "b"))
    assert figure.alt_text == (
        "Loss over a from −1 to 1 and b from −1 to 1. Lowest 0.125 at 0.5, −0.25. Highest 5.5 at "
        "−1, 1. rate 0.25: 2 steps, from −0.5, 0.5, loss 2.25, to 0.5, −0.25, loss 0.125."
    )


def test_alt_text_of_a_single_place_says_where_it_is():
    figure = loss_surface(bowl, RANGE, RANGE, [DescentPath("now", np.array([[0.5, 0.5]]))])
    assert figure.alt_text.endswith("now: at 0.5, 0.5, loss 1.25.")
    assert [text.get_text() for text in figure.axes[0].texts][-1] == "now: loss 1.25"


CORNERS = [(-1, -1), (-1, 1), (1, -1), (1, 1), (0.1, 0.3)]


@pytest.mark.parametrize("place", CORNERS)
def test_a_place_moves_over_the_map_to_its_corners(place):
    scene = place_scene(bowl, RANGE, RANGE, (0.5, 0.5), ("a", "b"))
    assert scene.figure.alt_text.endswith("start: at 0.5, 0.5, loss 1.25.")
    assert scene.moving.words.get_text() == "loss 1.25"
    scene.move_to(*place)
    np.testing.assert_array_equal(scene.moving.point.get_xydata(), [place])
    assert scene.moving.words.get_text() == f"loss {bowl(*place):.3g}"
    scene.figure.draw_without_rendering()
    words, figure = scene.moving.words.get_window_extent(), scene.figure.bbox
    assert figure.x0 < words.x0 < words.x1 < figure.x1
    assert figure.y0 < words.y0 < words.y1 < figure.y1


def test_a_place_leaves_a_trail_until_it_is_back_at_its_start():
    scene = place_scene(bowl, RANGE, RANGE, (0.3, 0.5), ("a", "b"))
    for place in ((0.4, 0.5), (0.4, -0.2)):
        scene.move_to(*place)
    walked = [(0.3, 0.5), (0.4, 0.5), (0.4, -0.2)]
    np.testing.assert_array_equal(scene.moving.trail.get_xydata(), walked)
    scene.move_to(0.1 + 0.2, 0.5)  # a hair beside it, as a slider's values are
    assert len(scene.moving.trail.get_xydata()) == 1


@pytest.mark.parametrize("dpi", [100, 200])
def test_the_words_of_a_place_keep_off_the_losses_of_contour_lines_and_off_the_point(dpi):
    def two_rows(first, second):
        return (0.7 * first + second - 0.5) ** 2 + (1.5 * first + 0.2 * second - 0.6) ** 2

    span = (-0.6, 1.2)
    scene = place_scene(two_rows, span, span, (0.3, 0.4), ("a", "b"))
    scene.figure.set_dpi(dpi)
    scene.move_to(0.3, 0.4)
    scene.figure.draw_without_rendering()
    words, axes = scene.moving.words, scene.figure.axes[0]
    box = words.get_window_extent()
    others = [text for text in axes.texts if text is not words]
    assert others
    assert not any(box.overlaps(text.get_window_extent()) for text in others)
    assert not box.contains(*axes.transData.transform((0.3, 0.4)))


def test_a_place_begins_on_the_map():
    with pytest.raises(ValueError, match=r"start at .*outside the ranges drawn"):
        place_scene(bowl, RANGE, RANGE, (2.0, 0.0), ("a", "b"))


def test_a_valley_is_said_to_be_lowest_at_the_same_place_whatever_the_rounding():
    def valley(first, second):
        return (first + second) ** 2

    def valley_with_rounding(first, second):
        return valley(first, second) + 1e-16 * np.random.default_rng(0).random(first.shape)

    words = [loss_surface(f, RANGE, RANGE).alt_text for f in (valley, valley_with_rounding)]
    assert words[0] == words[1]
    assert "Lowest 0 at" in words[0]


def test_surface_holds_the_loss_of_each_pair():
    surface = surface_of(bowl, (0, 1), (2, 4), points=3)
    np.testing.assert_array_equal(surface.first, [0, 0.5, 1])
    np.testing.assert_array_equal(surface.second, [2, 3, 4])
    assert surface.losses[2, 0] == bowl(0, 4)


def test_a_function_of_two_numbers_can_be_wrapped():
    def of_numbers(first, second):
        return float(first) ** 2 + float(second)

    surface = surface_of(np.vectorize(of_numbers), (0, 1), (0, 1), points=3)
    assert surface.losses[1, 2] == 1.5


def test_contour_levels_are_square_root_spaced_and_in_order():
    levels = contour_levels(np.array([[0.0, 100.0]]))
    assert (np.diff(levels) > 0).all()
    np.testing.assert_allclose(np.diff(np.sqrt(levels)), 10 / (len(levels) + 1), atol=0.05)


def test_a_flat_surface_can_be_drawn():
    figure = loss_surface(lambda first, second: 0 * first + second * 0 + 3, RANGE, RANGE)
    assert "Lowest 3" in figure.alt_text


def test_paths_are_drawn_as_given_and_moved():
    _, axes = panels()
    draw_surface(axes, surface_of(bowl, RANGE, RANGE))
    path = DescentPath("walk", walk(0.1, 5))
    artists = draw_path(axes, path)
    np.testing.assert_array_equal(artists.line.get_xydata(), path.weights)
    np.testing.assert_array_equal(artists.start.get_xydata(), path.weights[:1])
    np.testing.assert_array_equal(artists.end.get_xydata(), path.weights[-1:])
    shorter = walk(0.2, 3)
    move_path(artists, shorter)
    np.testing.assert_array_equal(artists.line.get_xydata(), shorter)


def test_a_path_that_leaves_the_picture_is_drawn_to_its_first_step_out_and_says_so():
    weights = np.array([[0.0, 0.0], [0.5, 0.5], [2.0, 0.5], [-3.0, 0.5]])
    figure = loss_surface(bowl, RANGE, RANGE, [DescentPath("rate 1", weights)])
    axes = figure.axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_xydata(), weights[:3])
    assert "rate 1 leaves the picture" in [text.get_text() for text in axes.texts]


def test_words_do_not_overlap_where_paths_end_close_together(monkeypatch):
    paths = [DescentPath(f"rate {rate}", walk(rate, 40)) for rate in (0.05, 0.1, 0.2, 0.3)]
    figure = loss_surface(bowl, RANGE, RANGE, paths, title="Four paths to one place")
    assert_readable(figure, monkeypatch)
    starts = [t for t in figure.axes[0].texts if t.get_text().startswith("start")]
    assert len(starts) == 1


def test_arguments_stay_as_they_were():
    weights = [[0, 0], [1, 1]]
    paths = [DescentPath("whole numbers", weights)]
    loss_surface(bowl, [-1, 1], [-1, 1], paths)
    assert weights == [[0, 0], [1, 1]]
    assert paths == [DescentPath("whole numbers", weights)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((bowl, (1, -1), RANGE), "first_range is (1, -1), expected a pair (low, high)"),
        ((bowl, RANGE, (1, 2, 3)), "second_range is (1, 2, 3), expected a pair"),
        ((lambda a, b: 1.0, RANGE, RANGE), "loss_at returns shape ()"),
        ((lambda a, b: a + np.inf, RANGE, RANGE), "loss_at's losses have the value inf"),
        (
            (bowl, RANGE, RANGE, [np.zeros((2, 2))]),
            "paths[0] is of type ndarray, expected DescentPath",
        ),
        (
            (bowl, RANGE, RANGE, [DescentPath("p", np.zeros((2, 3)))]),
            "paths[0].weights have shape (2, 3)",
        ),
        (
            (bowl, RANGE, RANGE, [DescentPath("p", [[5.0, 0.0]])]),
            "start at (5.0, 0.0), outside the",
        ),
        (
            (bowl, RANGE, RANGE, [DescentPath("p", [[0.0, 0.0]])] * 5),
            "paths has 5 paths, expected at",
        ),
    ],
)
def test_bad_input_gives_one_clear_sentence(arguments, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        loss_surface(*arguments)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
