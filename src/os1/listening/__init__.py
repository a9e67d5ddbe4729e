"""Reading what was said: sentences, acts, feeling, people, dates, requests, risk."""
