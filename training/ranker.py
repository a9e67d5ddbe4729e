"""Trains the ranker of turns on our own talks and histories.

    python training/ranker.py TALKS... [--write]
"""
