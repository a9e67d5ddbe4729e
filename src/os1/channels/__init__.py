"""Where people meet her: the terminal and the web page."""
