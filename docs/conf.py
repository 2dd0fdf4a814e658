import os
from importlib.metadata import version as installed_version
from pathlib import Path

project = "youthprog"
author = "youthprog maintainers"
copyright = "2026, youthprog maintainers"
version = release = installed_version("youthprog")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "jupyter_execute", "examples"]
html_theme = "furo"
html_title = "youthprog"

# Off unless asked for: it fetches, and a build must pass without a network.
if os.environ.get("YOUTHPROG_DOCS_INTERSPHINX"):
    extensions.append("sphinx.ext.intersphinx")
    intersphinx_mapping = {
        "attrs": ("https://www.attrs.org/en/stable/", None),
        "python": ("https://docs.python.org/3/", None),
    }

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True  # a class by its own name; the link leads to where it stands
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # else an attribute with a docstring of its own is described twice

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# Every page runs anew in each build, and one that fails, fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
suppress_warnings = ["mystnb.unknown_mime_type"]  # Vega-Lite charts

html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["_static"]
html_css_files = ["results.css"]

# What the theme leaves out for those who read with a screen reader or the keyboard.
MENDED = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
}


def mend(app, exception):
    if exception is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            for found, wanted in MENDED.items():
                text = text.replace(found, wanted)
            page.write_text(text, encoding="utf-8")


def setup(app):
    app.connect("build-finished", mend)
