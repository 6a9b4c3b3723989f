"""Who said what, when, and who first; figures that disagree.

`statements` reads an article, `order` puts statements in time, `disagreement` sets them side by
side, and `findings` does all of it for one question.
"""
