"""OS1: a companion that lives on a person's own computer."""

__version__ = "0.1.0"
