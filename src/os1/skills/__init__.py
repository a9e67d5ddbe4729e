"""Things she can do besides talking, one file a skill."""
