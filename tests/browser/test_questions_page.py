"""Questions on a page, no kernel: each answer, by mouse or keys, gets its words and is kept."""

import html

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.exercises.asking import Question, number_text
from helpers.exercises.questions import questions
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

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
WORDS = InYourWords("00_words", "00", "Why?", "Because it is so.", ("it is so",))

# Answer every question of the page in every way that is given, and return what each was told.
ANSWER_ALL = """(answers) => [...document.querySelectorAll(".course-question")].map((root, i) => {
  const form = root.querySelector("form"), told = () => {
    form.requestSubmit();
    const said = form.querySelector(".question-verdict").textContent;
    if (root.classList.contains("question-over")) form.requestSubmit();
    return said;
  };
  const radios = [...form.querySelectorAll("input[type=radio]")];
  const field = form.querySelector("input[type=text], textarea");
  const blank = told();
  const others = radios.length
    ? radios.map((radio) => { radio.checked = true; return told(); })
    : answers[i].map((text) => { field.value = text; return told(); });
  return [blank, ...others];
})"""


def markup_of(*asked):
    return "".join(f"<section>{Question(data)._repr_html_()}</section>" for data in asked)


@pytest.fixture
def opened(page, tmp_path):
    """Open a page with these questions that asks for nothing but itself."""

    def opened(*asked):
        (tmp_path / "questions.html").write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="color-scheme" content="light dark"><title>Questions</title>'
            f"<main><h1>Questions</h1>{markup_of(*asked)}</main></html>",
            encoding="utf-8",
        )
        page.goto((tmp_path / "questions.html").as_uri())
        return page

    return opened


def plain(text):
    return text.replace("`", "")


def given(asked):
    """The texts to type into a question, and for each a piece of what it must be told."""
    if isinstance(asked, InYourWords):
        return [("Because.", plain(asked.model_answer))]
    if isinstance(asked, ChooseOne):
        right = next(choice for choice in asked.choices if choice.right)
        return [
            ("", f"{'Right' if choice is right else 'Not this one'}. {plain(choice.words)}")
            for choice in asked.choices
        ]
    values = [asked.answer(), *(slip.value() for slip in asked.slips)]
    typed = [number_text(value, asked.digits) for value in values]
    words = [asked.words, *(slip.words for slip in asked.slips)]
    told = [plain(said.replace("{answer}", typed[0])) for said in words]
    heads = [f"Right: {typed[0]}."] + [
        f"Not yet: you have {text}, the answer is {typed[0]}." for text in typed[1:]
    ]
    return [(text, f"{head} {said}") for text, head, said in zip(typed, heads, told, strict=True)]


def test_every_answer_to_every_question_gets_its_words(opened):
    asked = questions()
    page = opened(*asked)
    expected = [given(data) for data in asked]
    said = page.evaluate(ANSWER_ALL, [[text for text, _ in pairs] for pairs in expected])
    for data, pairs, (blank, *told) in zip(asked, expected, said, strict=True):
        assert " first. " in blank, data.name
        for (_, piece), heard in zip(pairs, told, strict=True):
            assert piece in heard, data.name
    assert page.complaints == []


NOT_A_NUMBER = "is not a number that can be read here. Write one such as -0.25 or 1/3."
TYPED = [
    (NUMBER, "1234.5", "Right: 1234.5. It is 1234.5."),
    (NUMBER, " 1234,5 ", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "1,234.5", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "+1.23453e3", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "2469/2", "Right: 1234.5. It is 1234.5."),
    (NUMBER, "617,25", "Not yet: you have 617,25, the answer is 1234.5. Half of it.It is 1234.5."),
    (NUMBER, "7", "Not yet: you have 7, the answer is 1234.5. It is 1234.5."),
    (NUMBER, "1.5.5", f"“1.5.5” {NOT_A_NUMBER}"),
    (NUMBER, "<b>many</b>", f"“<b>many</b>” {NOT_A_NUMBER}"),
    (NUMBER, "1/0", f"“1/0” {NOT_A_NUMBER}"),
    (NUMBER, "   ", "Type a number first. A guess is welcome."),
    (SMALL, "−0.125", "Right: -0.125. Below zero."),
    (SMALL, "-1/8", "Right: -0.125. Below zero."),
    (SMALL, "-.1252", "Right: -0.125. Below zero."),
    (SMALL, "-0.13", "Right as far as it goes. Give it to 3 decimals."),
    (
        SMALL,
        "0.125",
        "Not yet: you have 0.125, the answer is -0.125. "
        "The size is right, the sign is not.Below zero.",
    ),
]


def test_a_number_is_read_in_every_way_that_it_is_written(opened):
    page = opened(*(data for data, _, _ in TYPED))
    said = page.evaluate(ANSWER_ALL, [[text] for _, text, _ in TYPED])
    assert [heard for _, heard in said] == [expected for _, _, expected in TYPED]


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


def answer_each(place):
    """Commit to the first choice, to 617.25 and to a sentence, on a page of TWO, NUMBER, WORDS."""
    place.get_by_role("radio").first.check()
    place.get_by_label("Your number").fill("617.25")
    place.get_by_label("Your answer").fill("So.\nAnd so.")
    place.locator("form").evaluate_all("all => all.map((form) => form.requestSubmit())")
    expect(place.get_by_role("button", name="Commit")).to_have_count(0)


def test_axe_finds_nothing_before_and_after_an_answer(opened):
    page = opened(TWO, NUMBER, WORDS)
    for is_over in (False, True):
        if is_over:
            answer_each(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()


# What a learner sees of the questions.
SEEN = """() => [...document.querySelectorAll(".course-question")].map((root) => [
  root.className, root.innerText, ...[...root.querySelectorAll("input, textarea")].flatMap(
    (field) => [field.value, field.checked, field.disabled, field.readOnly])])"""


def assert_seen_after_a_reload(page, expected):
    # What a page keeps reaches the browser's own process a moment later.
    for _ in range(20):
        page.reload()
        if page.evaluate(SEEN) == expected:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(SEEN) == expected


def test_an_answer_is_there_again_after_a_reload_until_it_is_taken_back(opened):
    page = opened(TWO, NUMBER, WORDS)
    begin = page.evaluate(SEEN)
    answer_each(page)
    committed = page.evaluate(SEEN)
    assert_seen_after_a_reload(page, committed)
    for (_, told, *_), words in zip(committed, ("Uphill.", "Half of it.", "it is so"), strict=True):
        assert words in told
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.locator("form").evaluate_all("all => all.map((form) => form.requestSubmit())")
    assert_seen_after_a_reload(page, begin)
    assert page.complaints == []


def test_an_answer_is_not_shown_for_other_words(opened):
    page = opened(TWO, NUMBER, WORDS)
    answer_each(page)
    up, down = TWO.choices
    opened(
        TWO._replace(choices=(down, up)),
        NUMBER._replace(answer=lambda: 617.25, slips=()),
        WORDS._replace(name="00_other"),
    )
    expect(page.get_by_role("button", name="Commit")).to_have_count(3)


# Leave no room for a single character.
FILL = """() => {
  for (let size = 1e6; size >= 1; size /= 10)
    try {
      for (;;) localStorage.setItem(localStorage.length, "x".repeat(size));
    } catch {}
}"""


def test_a_browser_that_keeps_nothing_answers_all_the_same(opened):
    page = opened(TWO, NUMBER, WORDS)
    page.evaluate(FILL)
    answer_each(page)
    page.reload()
    expect(page.get_by_role("button", name="Commit")).to_have_count(3)
    # A frame without an origin may not even name its storage.
    shut = html.escape(markup_of(TWO, NUMBER, WORDS))
    page.set_content(f'<iframe sandbox="allow-scripts allow-forms" srcdoc="{shut}"></iframe>')
    answer_each(page.frame_locator("iframe"))
    assert page.complaints == []


def test_it_fits_a_narrow_page(opened):
    page = opened(TWO, NUMBER, WORDS)
    page.set_viewport_size({"width": 360, "height": 700})
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
