"""An archive of review pages that we know the truth about, and what the command makes of it.

    python -m benchmarks.archive [PAGES] [--credits FILE] [--seed N] [--keep DIR]

Written from the layouts that real archives have, never from the readers: a page that the readers get
wrong is a fault of theirs or an ambiguity of the page, and the latter are kept out on purpose.
"""
