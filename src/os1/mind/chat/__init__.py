"""A larger tongue: any language model finds the words, the house keeps its hand on them."""
