"""Linking: which mention is which film or person, and why.

Pure decisions over tables of mentions; :mod:`graph.build` reads the tables from the evidence and
keeps the decisions in the identity graph.
"""
