"""bench: the samples many times over in, seconds, memory and ratios to peers out (`make bench`).

One file per measured thing, each with a `measure(corpus)` that yields rows; the table in
`bench/__main__.py` names them. Nothing here judges: figures depend on the machine.
"""
