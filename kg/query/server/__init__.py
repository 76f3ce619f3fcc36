"""query/server: a built folder in, a read-only SPARQL endpoint with pages for people out.

`app` speaks HTTP and never touches the graph; `pool` keeps worker processes and kills those that take
too long; `worker` answers in one such process, cut off from the network; `messages` passes between.
"""
