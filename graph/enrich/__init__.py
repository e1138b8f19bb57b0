"""Enriching a dataset: asking a service about its films and people, and keeping the answers as evidence.

``client``     a SPARQL service of somebody else's, asked with patience and bounds
``questions``  the queries, built from terms
``answers``    the file of answers, so that nothing is asked twice
``wanted``     what the dataset asks about
``wikidata``   the way through: ask, keep, read, link, publish
"""
