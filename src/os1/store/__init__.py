"""Keeping: the encrypted database, its key, its tables and its search."""
