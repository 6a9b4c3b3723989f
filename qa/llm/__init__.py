"""Answers written by a language model, held to the same proof as the others.

    Settings ─▶ providers ─▶ Model
    evidence ─▶ budget ─▶ prompts ─▶ calling ─▶ markers ─▶ cleaning ─▶ proof ─▶ Answer

`generation` puts the steps together; where any of them fails, the extractive answer is given.
"""
