"""The small encoder: it reads what paragraphs mean, where the linear scorer counts their words.

`wordpieces` cuts text, `network` computes in plain numpy, `model` is the file, `scorer` gives the numbers to `choose`.
"""
