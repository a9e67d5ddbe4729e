"""Talking aloud with one person: a call over one microphone and one loudspeaker, a page's or this computer's."""
