"""Questions on a page, no kernel: each answer, by mouse or keys, gets its words and is kept."""

import html
from itertools import count
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.exercises import exercises
from helpers.exercises.progress_file import Progress
from helpers.exercises.progress_map import CourseMap
from helpers.exercises.question_html import Question, number_text
from helpers.exercises.questions import questions
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.exercises.spaced_practice import Practice
from tools.site.serving import sent

TWO = ChooseOne(
    "00_two",
    "00",
    "Which `way`?",
    (Choice("Up & on", "Uphill."), Choice("`Down`", "Downhill.", right=True)),
)
NUMBER = TypeNumber(
    "00_number",
    "00",
    "How much?",
    lambda: 1234.5,
    1,
    "It is {answer}.",
    (NumberSlip(lambda: 617.25, "Half of it."),),
)
SMALL = TypeNumber("00_small", "00", "How much?", lambda: -0.125, 3, "Below zero.")
THREE = ChooseOne(
    "00_three",
    "00",
    "Which way?",
    (
        Choice("Up", "Uphill."),
        Choice("Down", "Downhill.", right=True),
        Choice("Neither", "It moves."),
    ),
)
WHOLE = TypeNumber(
    "00_whole",
    "00",
    "How many?",
    lambda: 1797,
    0,
    "Counted.",
    (NumberSlip(lambda: 1438, "Some are missing."),),
)
MILLION = WHOLE._replace(name="00_million", answer=lambda: 1797000)
TENTH = TypeNumber("00_tenth", "00", "How much?", lambda: 1797.0, 1, "Measured.")
THOUSANDTH = TypeNumber(
    "00_thousandth",
    "00",
    "How much?",
    lambda: 1.797,
    3,
    "Measured.",
    (NumberSlip(lambda: 1797.0, "Thousands."),),
)
WORDS = InYourWords("00_words", "00", "Why?", "Because it is so.", ("it is so",))

# What is said to each of these answers, question by question, one committed to after the other. An
# answer that ends its question is taken back, so that the next one is a first answer again.
ANSWER_ALL = """(answers) => [...document.querySelectorAll(".course-question")].map((root, i) => {
  const radios = [...root.querySelectorAll("input[type=radio]")];
  const field = root.querySelector("input[type=text], textarea");
  const commit = () => root.querySelector("button").click();
  return answers[i].map((given) => {
    if (radios.length) radios.forEach((radio, number) => (radio.checked = number === given));
    else field.value = given;
    commit();
    const said = root.querySelector(".question-verdict").textContent;
    if (root.classList.contains("question-over")) commit();
    return said;
  });
})"""


def markup_of(*asked):
    return "".join(f"<section>{Question(data)._repr_html_()}</section>" for data in asked)


@pytest.fixture
def address(tmp_path):
    """Where the test's folder is served: Chromium may forget what a page read from a file keeps."""
    with sent(tmp_path) as address:
        yield address


@pytest.fixture
def opened(page, tmp_path, address):
    """Open a page with these questions that asks for nothing but itself."""
    numbers = count()

    def opened(*asked):
        # Under one name a browser would take two pages of the same second for one.
        name = f"questions_{next(numbers)}.html"
        (tmp_path / name).write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
            "<title>Questions</title>"
            f"<main><h1>Questions</h1>{markup_of(*asked)}</main></html>",
            encoding="utf-8",
        )
        page.goto(f"{address}/{name}")
        return page

    return opened


def plain(text):
    return text.replace("`", "")


class Answer(NamedTuple):
    """What a learner commits to, and what it is told as the first answer and as the second."""

    given: int | str
    first: str
    second: str


ONE_MORE = "You have one more try."
UNKNOWN = 98765.0


def answers_to(asked):
    """The right answer, and a list of wrong ones: all that are known, and one that is not."""
    if isinstance(asked, InYourWords):
        points = "".join(map(plain, asked.look_for))
        said = f"A model answer, to hold beside yours.{plain(asked.model_answer)}Look for:{points}"
        return Answer("Because.", said, said), []
    return (choices_of if isinstance(asked, ChooseOne) else numbers_of)(asked)


def choices_of(asked):
    place = [choice.right for choice in asked.choices].index(True)
    text, words, _ = asked.choices[place]
    truth = f"Right is: {text}{'' if text[-1] in '.?!' else '.'} {words}"
    # Of two choices, the wrong one gives the right one away.
    more = ONE_MORE if len(asked.choices) > 2 else truth
    wrong = [
        Answer(at, plain(f"Not this one. {said}{more}"), plain(f"Not this one. {said}{truth}"))
        for at, (_, said, is_right) in enumerate(asked.choices)
        if not is_right
    ]
    return Answer(place, *2 * [plain(f"Right. {words}")]), wrong


def numbers_of(asked):
    right = number_text(asked.answer(), asked.digits)
    words = plain(asked.words.replace("{answer}", right))
    known = [(number_text(slip.value(), asked.digits), plain(slip.words)) for slip in asked.slips]
    wrong = [
        Answer(
            text,
            f"Not yet: {text} is not the answer. {said}{ONE_MORE}",
            f"Not yet: you have {text}, the answer is {right}. {said}{words}",
        )
        for text, said in (*known, (number_text(UNKNOWN, asked.digits), ""))
    ]
    return Answer(right, *2 * [f"Right: {right}. {words}"]), wrong


def in_every_way(right, wrong):
    """What is committed to, one after the other, and what is to be heard.

    The right answer; every wrong one as the first, then the right one; every wrong one as the
    second.
    """
    yield from [(right.given, right.first)]
    for at, answer in enumerate(wrong):
        yield answer.given, answer.first
        if ONE_MORE in answer.first:
            yield right.given, right.second
            yield wrong[at - 1].given, wrong[at - 1].first
            yield answer.given, answer.second


@pytest.mark.fast
def test_every_answer_to_every_question_gets_its_words(opened):
    asked = questions()
    page = opened(*asked)
    planned = [list(in_every_way(*answers_to(data))) for data in asked]
    told = page.evaluate(ANSWER_ALL, [["", *(given for given, _ in plan)] for plan in planned])
    for data, plan, (blank, *heard) in zip(asked, planned, told, strict=True):
        assert " first. " in blank, data.name
        assert heard == [said for _, said in plan], data.name
    assert page.complaints == []


SIGN = "The size is right, the sign is not."
NOT_A_NUMBER = "is not a number that can be read here. Write one such as -0.25 or 1/3."
TYPED = [
    (NUMBER, "1234.5", "Right: 1234.5. It is 1234.5."),
    (NUMBER, " 1234,5 ", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "1,234.5", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "1.234,5", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "+1.23453e3", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "2469/2", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "617,25", f"Not yet: 617,25 is not the answer. Half of it.{ONE_MORE}"),
    (NUMBER, "7", f"Not yet: 7 is not the answer. {ONE_MORE}"),
    (NUMBER, "1.5.5", f"“1.5.5” {NOT_A_NUMBER}"),
    (NUMBER, "<b>many</b>", f"“<b>many</b>” {NOT_A_NUMBER}"),
    (NUMBER, "1/0", f"“1/0” {NOT_A_NUMBER}"),
    (NUMBER, "   ", "Type a number first. A guess is welcome."),
    (SMALL, "−0.125", "Right: -0.125. Below zero."),
    (SMALL, "-1/8", "Right: -0.125. Below zero."),
    (SMALL, "-.1252", "Right: -0.125. Below zero."),
    (SMALL, "-0.13", "Right as far as it goes. Give it to 3 decimals."),
    (SMALL, "0.125", f"Not yet: 0.125 is not the answer. {SIGN}{ONE_MORE}"),
    (WHOLE, "1797", "Right: 1797. Counted."),
    (WHOLE, "1,797", "Right: 1797. Counted."),
    (WHOLE, "1.797", "Right: 1797. Counted."),
    (WHOLE, "+1 797", "Right: 1797. Counted."),
    (WHOLE, "1.797,0", "Right: 1797. Counted."),
    (WHOLE, "-1.797", f"Not yet: -1.797 is not the answer. {SIGN}{ONE_MORE}"),
    (WHOLE, "1.438", f"Not yet: 1.438 is not the answer. Some are missing.{ONE_MORE}"),
    (WHOLE, "1.79", f"Not yet: 1.79 is not the answer. {ONE_MORE}"),
    (WHOLE, "1.7970", f"Not yet: 1.7970 is not the answer. {ONE_MORE}"),
    (WHOLE, "01.797", f"Not yet: 01.797 is not the answer. {ONE_MORE}"),
    (MILLION, "1.797.000", "Right: 1797000. Counted."),
    (MILLION, "1.797", f"Not yet: 1.797 is not the answer. {ONE_MORE}"),
    # With decimals asked for, a point is a point.
    (TENTH, "1.797", f"Not yet: 1.797 is not the answer. {ONE_MORE}"),
    (TENTH, "1797", "Right: 1797.0. Measured."),
    (THOUSANDTH, "1.797", "Right: 1.797. Measured."),
    (THOUSANDTH, "1797", f"Not yet: 1797 is not the answer. Thousands.{ONE_MORE}"),
    (THOUSANDTH, "1.798", f"Not yet: 1.798 is not the answer. {ONE_MORE}"),
]


def test_a_number_is_read_in_every_way_that_it_is_written(opened):
    page = opened(*(data for data, _, _ in TYPED))
    said = page.evaluate(ANSWER_ALL, [[text] for _, text, _ in TYPED])
    for (_, text, expected), (heard,) in zip(TYPED, said, strict=True):
        assert heard == expected, text


def test_the_same_number_again_is_no_second_try(opened):
    page = opened(NUMBER, WHOLE)
    again = "That is the number that you had. Try another one."
    said = page.evaluate(ANSWER_ALL, [["617.25", "617,250", " ", "7"], ["1.438", "1438", "1797"]])
    first, second = "Not yet: 617.25 is not the answer. ", "Not yet: 1.438 is not the answer. "
    # What is known of the first stays in sight.
    assert said[0][1] == f"{first}Half of it.{again}"
    assert said[0][2] == f"{first}Half of it.Type a number first. A guess is welcome."
    assert said[0][3] == "Not yet: you have 7, the answer is 1234.5. It is 1234.5."
    assert said[1][1] == f"{second}Some are missing.{again}"
    assert said[1][2] == "Right: 1797. Counted."


@pytest.mark.fast
def test_by_keys_alone(opened):
    page = opened(TWO, NUMBER, WORDS)
    for key in ("Tab", "Space", "Enter"):
        page.keyboard.press(key)
    status = page.get_by_role("status")
    expect(status.nth(0)).to_have_text("Not this one. Uphill.Right is: Down. Downhill.")
    expect(page.locator("li").nth(0)).to_have_text("Up & onyour choice")
    expect(page.locator("li").nth(1)).to_have_text("Downright")
    again = page.get_by_role("button", name="Answer again")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Up & on")).to_be_focused()
    expect(page.locator("li").nth(1)).to_have_text("Down")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(status.nth(0)).to_have_text("Right. Downhill.")
    expect(page.locator("li").nth(1)).to_have_text("Downyour choice, right")
    page.get_by_label("Your number, to 1 decimal").fill("617.25")
    page.keyboard.press("Enter")
    expect(status.nth(1)).to_contain_text("Half of it.")
    expect(page.get_by_label("Your number")).to_have_value("617.25")
    page.get_by_label("Your answer").fill("Because")
    page.keyboard.press("Enter")
    page.keyboard.type("it is.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status.nth(2)).to_contain_text("Because it is so.Look for:it is so")
    expect(page.get_by_label("Your answer")).to_have_value("Because\nit is.")


def test_a_second_try_by_keys_and_by_mouse(opened):
    page = opened(THREE, NUMBER)
    press = page.keyboard.press
    status, marks = page.get_by_role("status"), page.locator("li")
    up, down, neither = (page.get_by_role("radio", name=choice.text) for choice in THREE.choices)
    for key in ("Tab", "Space", "Enter"):
        press(key)
    expect(status.nth(0)).to_have_text(f"Not this one. Uphill.{ONE_MORE}")
    expect(marks).to_have_text(["Upyour first choice", "Down", "Neither"])
    expect(up).to_be_disabled()
    expect(up).not_to_be_checked()
    expect(down).to_be_focused()
    press("Enter")
    expect(status.nth(0)).to_have_text("Not this one. Uphill.Choose one first. A guess is welcome.")
    for key in ("ArrowDown", "Enter"):
        press(key)
    expect(status.nth(0)).to_have_text("Not this one. It moves.Right is: Down. Downhill.")
    expect(marks).to_have_text(["Upyour first choice", "Downright", "Neitheryour second choice"])
    expect(neither).to_be_checked()
    expect(page.get_by_role("button", name="Answer again")).to_be_focused()
    press("Enter")
    expect(up).to_be_focused()
    expect(marks).to_have_text(["Up", "Down", "Neither"])
    press("Enter")
    expect(status.nth(0)).to_have_text("Choose one first. A guess is welcome.")
    for key in ("Space", "Enter", "Space", "Enter"):
        press(key)
    expect(status.nth(0)).to_have_text("Right. Downhill.")
    expect(marks).to_have_text(["Upyour first choice", "Downyour second choice, right", "Neither"])
    expect(page.locator(".question-right")).to_have_count(1)
    expect(page.locator(".question-wrong")).to_have_count(0)
    field = page.get_by_label("Your number")
    field.fill("617.25")
    page.get_by_role("button", name="Commit").click()
    expect(field).to_be_focused()
    page.keyboard.type("1234.5")
    press("Enter")
    expect(status.nth(1)).to_have_text("Right: 1234.5. It is 1234.5.")


EACH = (TWO, THREE, NUMBER, WORDS)
WRONG = (0, 0, "617.25", "So.\nAnd so.")
WRONG_AGAIN = (None, 2, "7", None)
RIGHT = (1, 1, "1234.5", "So.")
RIGHT_NOW = (None, 1, "1234.5", None)
COMMIT = """(questions, answers) => questions.forEach((root, i) => {
  if (answers[i] === null) return;
  const radios = root.querySelectorAll("input[type=radio]");
  if (radios.length) radios[answers[i]].checked = true;
  else root.querySelector("input[type=text], textarea").value = answers[i];
  root.querySelector("button").click();
})"""


def answer_each(place, answers):
    """Commit to these answers on a page of TWO, THREE, NUMBER and WORDS; None leaves one out."""
    expect(place.get_by_role("button")).to_have_count(len(answers))
    place.locator(".course-question").evaluate_all(COMMIT, answers)


def test_axe_finds_nothing_before_and_after_each_answer(opened):
    page = opened(*EACH)
    for answers in (4 * [None], WRONG, WRONG_AGAIN):
        answer_each(page, answers)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()


# What a learner sees of the questions.
SEEN = """() => [...document.querySelectorAll(".course-question")].map((root) => [
  root.className, root.innerText, ...[...root.querySelectorAll("input, textarea")].flatMap(
    (field) => [field.value, field.checked, field.disabled, field.readOnly])])"""


def assert_seen_after_a_reload(page, expected):
    page.reload()
    assert page.evaluate(SEEN) == expected


STATES = {
    "first try wrong": ([WRONG], ("your first choice", "617.25 is not the answer. Half of it.")),
    "right at once": ([RIGHT], ("your choice, right", "Right: 1234.5.")),
    "right at the second": ([WRONG, RIGHT_NOW], ("your second choice, right", "Right: 1234.5.")),
    "wrong twice": ([WRONG, WRONG_AGAIN], ("Right is: Down.", "7, the answer is 1234.5.")),
}


@pytest.mark.parametrize("state", STATES)
def test_an_answer_is_there_again_after_a_reload_until_it_is_taken_back(opened, state):
    committed, pieces = STATES[state]
    page = opened(*EACH)
    begin = page.evaluate(SEEN)
    for answers in committed:
        answer_each(page, answers)
    seen = page.evaluate(SEEN)
    for piece, (_, told, *_) in zip(pieces, seen[1:3], strict=True):
        assert piece in told
    assert_seen_after_a_reload(page, seen)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    if ONE_MORE in seen[1][1]:
        answer_each(page, RIGHT_NOW)
        expect(page.get_by_role("status").nth(1)).to_have_text("Right. Downhill.")
        expect(page.locator("section").nth(1)).to_contain_text("your second choice, right")
    expect(page.get_by_role("button", name="Commit")).to_have_count(0)
    page.get_by_role("button").evaluate_all("all => all.forEach((button) => button.click())")
    assert_seen_after_a_reload(page, begin)
    assert page.complaints == []


# What the browser may hold for THREE and for NUMBER: a single answer was kept before there was a
# second try; the rest is what nobody should find there.
KEPT = [
    ("0", "617.25", f"Not this one. Uphill.{ONE_MORE}", "Half of it."),
    ("1", " 1234,5", "Right. Downhill.", "Right: 1234.5."),
    ("1\n0", "1234.5\n7", "Right. Downhill.", "Right: 1234.5."),
    ("0\n2\n1", "617.25\n7\n8", "Right is: Down.", "you have 7, the answer is 1234.5."),
    ("0\n0", "617.25\n617.25", "Not this one. Uphill.", "617.25 is not the answer. Half of it."),
    ("9", "many", "Choose one first.", "not a number"),
    ("", "", "Choose one first.", "Type a number first."),
]


@pytest.mark.parametrize(("choice", "number", "told_choice", "told_number"), KEPT)
def test_whatever_the_browser_kept_can_be_read(opened, choice, number, told_choice, told_number):
    page = opened(THREE, NUMBER)
    answer_each(page, (1, "1234.5"))
    keep = """(values) => Object.keys(localStorage).sort().forEach(
      (key, i) => localStorage.setItem(key, values[i]))"""
    page.evaluate(keep, [number, choice])
    page.reload()
    expect(page.get_by_role("status").nth(0)).to_contain_text(told_choice)
    expect(page.get_by_role("status").nth(1)).to_contain_text(told_number)
    assert page.complaints == []


def test_an_answer_is_not_shown_for_other_words(opened):
    page = opened(*EACH)
    answer_each(page, RIGHT)
    up, down = TWO.choices
    opened(
        TWO._replace(choices=(down, up)),
        THREE._replace(prompt="Which way now?"),
        NUMBER._replace(answer=lambda: 617.25, slips=()),
        WORDS._replace(name="00_other"),
    )
    expect(page.get_by_role("button", name="Commit")).to_have_count(4)


# Leave no room for a single character.
FILL = """() => {
  for (let size = 1e6; size >= 1; size /= 10)
    try {
      for (;;) localStorage.setItem(localStorage.length, "x".repeat(size));
    } catch {}
}"""


def answer_to_the_end(place):
    answer_each(place, WRONG)
    expect(place.get_by_role("button", name="Commit")).to_have_count(2)
    answer_each(place, WRONG_AGAIN)
    expect(place.get_by_role("button", name="Commit")).to_have_count(0)


def test_a_browser_that_keeps_nothing_answers_all_the_same(opened):
    page = opened(*EACH)
    page.evaluate(FILL)
    answer_to_the_end(page)
    page.reload()
    expect(page.get_by_role("button", name="Commit")).to_have_count(4)
    # A frame without an origin may not even name its storage.
    shut = html.escape(markup_of(*EACH))
    page.set_content(f'<iframe sandbox="allow-scripts" srcdoc="{shut}"></iframe>')
    answer_to_the_end(page.frame_locator("iframe"))
    assert page.complaints == []


def with_the_map(page, *shown):
    """Show these on the page that is open, beside the map of somebody who has done nothing."""
    parts = "".join(f"<section>{each._repr_html_()}</section>" for each in shown)
    page.evaluate(
        "html => document.body.replaceChildren("
        "document.createRange().createContextualFragment(html))",
        f"<main>{parts}{CourseMap(Progress((), 0))._repr_html_()}</main>",
    )
    return page.locator(".course-map tr").filter(has_text="00 Start here").locator("td").last


@pytest.mark.fast
def test_the_map_counts_the_questions_answered_in_this_browser(opened):
    page, asked = opened(TWO), Question(questions()[0])
    count = with_the_map(page, asked)
    expect(count).to_have_text("0 of 2")
    page.locator("input").first.check()
    page.get_by_role("button", name="Commit").click()
    expect(with_the_map(page)).to_have_text("1 of 2")
    # Asked again in a later notebook it is open, and its answer counts for no other.
    again = Practice((asked._replace(again_in="05"),))
    count = with_the_map(page, again)
    expect(page.get_by_role("button", name="Commit")).to_have_count(1)
    page.locator("input").nth(1).check()
    page.get_by_role("button", name="Commit").click()
    expect(with_the_map(page, asked)).to_have_text("1 of 2")
    expect(page.get_by_role("status")).to_contain_text("Right. What passes along")
    assert page.complaints == []


def test_a_map_that_is_left_open_counts_what_is_answered_meanwhile(opened):
    page, asked = opened(TWO), Question(questions()[0])
    count = with_the_map(page, asked)
    page.locator("input").first.check()
    page.get_by_role("button", name="Commit").click()
    shown = page.locator(".course-map")
    for way in ("none", "block"):
        shown.evaluate("(map, way) => (map.style.display = way)", way)
        page.wait_for_timeout(100)
    expect(count).to_have_text("1 of 2")


def test_where_nothing_can_be_counted_the_map_says_how_many_there_are(opened):
    page = opened(TWO)
    shut = html.escape(CourseMap(Progress((), 0))._repr_html_())
    page.set_content(f'<iframe sandbox="allow-scripts" srcdoc="{shut}"></iframe>')
    row = page.frame_locator("iframe").locator("tr").filter(has_text="00 Start here")
    expect(row.locator("td").last).to_have_text("2")
    assert page.complaints == []


def test_the_map_s_links_are_named_and_large_enough(opened):
    page = opened(TWO)
    with_the_map(page)
    for width in (1366, 320):
        page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(page, context=".course-map")
        assert results.violations_count == 0, results.generate_report()
        boxes = [link.bounding_box() for link in page.locator(".course-map td a").all()]
        assert len(boxes) == len(exercises())
        assert min(min(box["width"], box["height"]) for box in boxes) >= 23.9


def test_in_a_frame_that_allows_scripts_alone_keys_and_mouse_commit(page):
    inside = html.escape(markup_of(TWO, NUMBER, WORDS))
    page.set_content(f'<iframe sandbox="allow-scripts" width="900" height="700" srcdoc="{inside}">')
    frame = page.frame_locator("iframe")
    status, button = frame.get_by_role("status"), frame.get_by_role("button")
    frame.get_by_role("radio", name="Down").click()
    frame.get_by_role("radio", name="Down").press("Enter")
    expect(status.nth(0)).to_have_text("Right. Downhill.")
    frame.get_by_label("Your number").fill("617.25")
    frame.get_by_label("Your number").press("Enter")
    expect(status.nth(1)).to_contain_text("Half of it.")
    frame.get_by_label("Your number").fill("1234.5")
    button.nth(1).click()
    expect(status.nth(1)).to_have_text("Right: 1234.5. It is 1234.5.")
    frame.get_by_label("Your answer").fill("So.")
    button.nth(2).press("Space")
    expect(status.nth(2)).to_contain_text("Because it is so.")
    button.nth(0).press("Enter")
    expect(button.nth(0)).to_have_text("Commit")
    assert page.complaints == []


def test_a_choice_leaves_those_of_other_questions_alone(opened):
    page = opened(TWO, THREE)
    page.get_by_role("radio", name="Up & on").click()
    page.get_by_role("radio", name="Neither").click()
    expect(page.get_by_role("radio", name="Up & on")).to_be_checked()


def test_it_fits_a_narrow_page(opened):
    page = opened(*EACH)
    page.set_viewport_size({"width": 360, "height": 700})
    for answers in (4 * [None], WRONG, WRONG_AGAIN):
        answer_each(page, answers)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_every_word_is_there_and_the_answer_folded(browser, opened):
    address = opened(TWO, NUMBER, WORDS).url
    plain_page = browser.new_context(java_script_enabled=False).new_page()
    plain_page.goto(address)
    expect(plain_page.get_by_text("How much? (to 1 decimal)")).to_be_visible()
    expect(plain_page.get_by_text("Up & on")).to_be_visible()
    for number, words in enumerate(("Downhill.", "It is 1234.5.", "Because it is so.")):
        expect(plain_page.get_by_text(words)).to_be_hidden()
        plain_page.get_by_text("The answer").nth(number).click()
        expect(plain_page.get_by_text(words)).to_be_visible()
    assert html.escape("Up & on") in Question(TWO)._repr_html_()
    plain_page.context.close()
