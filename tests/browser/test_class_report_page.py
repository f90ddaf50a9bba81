"""The page of a report on a class: accessible, in light and dark, for a phone and for paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.exercises.checker.check import check
from helpers.exercises.verdict_file import Said, example_of
from tools.report.judging import HandIn, Judged
from tools.report.page import page_of


def a_class():
    verdict = check("relu_slope", lambda pre_activation: 1.0 * (pre_activation >= 0))
    said = Said(*verdict[:3], example_of(verdict))
    ran = Judged(HandIn(None, "a.ipynb"), "04", True, (said,), (), ("SyntaxError",))
    broken = Judged(HandIn(None, "b.png"), "", False, (), ("no notebook",), ())
    return [ran, ran, ran, broken]


@pytest.fixture
def report(page, tmp_path):
    """The page of a class, in the browser."""
    path = tmp_path / "report.html"
    path.write_text(page_of(a_class(), True, ["Held."]), encoding="utf-8")
    page.goto(path.as_uri())
    return page


def test_nothing_is_cut_off_on_paper(report):
    # A sheet of A4 between Chromium's margins.
    report.set_viewport_size({"width": 718, "height": 1000})
    report.emulate_media(media="print")
    assert report.evaluate("document.documentElement.scrollWidth") == 718


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_no_wider_than_its_screen(report, scheme):
    page = report
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 800})
    axe = Axe().run(page)
    assert axe.violations_count == 0, axe.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.complaints == []
