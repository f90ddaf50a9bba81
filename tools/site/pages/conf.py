"""How Sphinx builds the book: book.py lays this beside the pages that it makes."""

from tools.site import RUN

project = "Slope by Slope"
author = "The Slope by Slope contributors"
copyright = "The Slope by Slope contributors: text and figures CC BY 4.0, code BSD 3-Clause"
language = "en"

extensions = ["myst_nb", "sphinx_copybutton", "sphinxext.opengraph", "sphinx_sitemap"]
templates_path = ["_templates"]
exclude_patterns = ["_static", "_templates"]
# JupyterLab counts headings of a cell as it likes, and so do the notebooks. Where it is not known
# where the site will stand, there is no sitemap.
suppress_warnings = ["myst.header", "sitemap.configuration"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Show the result"
nb_code_prompt_hide = "Hide the result"
myst_enable_extensions = ["dollarmath", "attrs_block"]
myst_heading_anchors = 4
myst_heading_slug_func = "tools.site.book_notebooks.jupyter_slug"

html_theme = "sphinx_book_theme"
html_title = "Slope by Slope"
html_favicon = "_static/mark.svg"
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_js_files = [("print.js", {"defer": "defer"})]
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_context = {"default_mode": "auto", "run": RUN}
html_theme_options = {
    "article_header_end": ["run-button.html", "article-header-buttons.html"],
    "navbar_persistent": [],
    "footer_content_items": ["copyright.html"],
    "search_bar_text": "Search the course",
    "toc_title": "On this page",
    "use_download_button": False,
    "use_fullscreen_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

# In static, with all that it asks for: no page fetches from elsewhere.
mathjax_path = "mathjax/tex-svg.js"
mathjax4_config = {
    "loader": {"paths": {"fonts": "[mathjax]/fonts"}},
    "options": {"menuOptions": {"settings": {"enrich": True, "speech": True, "braille": False}}},
    "output": {"displayOverflow": "scroll", "scale": 0.9},
}

sitemap_url_scheme = "{link}"
sitemap_excludes = ["search.html"]
ogp_image = "_static/share.png"
ogp_image_alt = (
    "Slope by Slope, a course on backpropagation: a small network with its values, weights and "
    "slopes."
)
ogp_social_cards = {"enable": False}
ogp_custom_meta_tags = ('<meta name="twitter:card" content="summary_large_image">',)


def setup(app):
    app.connect("config-inited", without_an_address)
    app.connect("html-page-context", with_slides)


def without_an_address(_app, config):
    """Leave out, where it is not known where the site will stand, what needs the whole address."""
    if not config.html_baseurl:
        config.ogp_image = None


def with_slides(app, _pagename, _templatename, context, _doctree):
    """Let a notebook's page be shown as slides."""
    if (context.get("meta") or {}).get("notebook"):
        app.add_js_file("present.js", loading_method="defer")
        app.add_css_file("present.css")
