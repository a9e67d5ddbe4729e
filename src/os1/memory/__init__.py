"""Remembering and forgetting: episodes, statements, recall."""
