"""What a learner sees first: the course, and nothing in front of it."""

from playwright.sync_api import Page, expect

FIRST = "00_start_here.ipynb"


def test_the_first_screen_is_the_course(lab_address: str, page: Page):
    page.goto(lab_address)
    notebook = page.locator(".jp-NotebookPanel:visible")
    figure = notebook.locator("canvas.live-canvas").first
    expect(figure).to_be_visible()
    expect(page.locator(".lm-DockPanel-tabBar .lm-mod-current")).to_contain_text(FIRST)
    # News, updates and questions come a moment later, if they come.
    page.wait_for_timeout(2000)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator(".Toastify__toast")).to_have_count(0)
    # Most of it, on a laptop's screen, before anybody scrolls.
    expect(figure).to_be_in_viewport(ratio=0.8)
    # Nothing has been run: the picture was saved, and is alive all the same.
    assert notebook.get_by_role("slider").first.is_enabled()
    assert page.complaints == []
