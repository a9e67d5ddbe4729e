"""Ears and voice: sound in, words out, and the other way; nothing here knows what is meant."""
