"""Deciding what to say (the plan) and finding the words (the minds)."""
