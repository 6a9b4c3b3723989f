"""The pieces of the page, one file each; `qa.web.page` puts them together for app.py."""
