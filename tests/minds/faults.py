"""The ways a model server can fail, by name, each as what a scripted one sends."""

from __future__ import annotations

import re

from tests.minds.scripted import Script, words

GOOD = "Tomatoes with Joan sound lovely. "
LATE = "These words came far too late. "
REST = "I hope they take well. "
FAR = 60.0  # seconds; longer than any test lasts
LINE = b'data: {"choices": [{"index": 0, "delta": {"content": %s}, "finish_reason": null}]}\n\n'

NOTHING_COMES: dict[str, Script] = {
    "slow to first token": Script([FAR, LATE]),
    "alive but wordless": Script([b": still thinking\n\n", 0.2], forever=True),
    "a redirect": Script(status=302),
    "400": Script(status=400),
    "401": Script(status=401),
    "404": Script(status=404),
    "429": Script(status=429),
    "500": Script(status=500),
    "503": Script(status=503),
    "html": Script([b"<!doctype html><html><body><h1>It works!</h1></body></html>\n"], ends=False, kind="text/html"),
    "json cut off": Script([b'data: {"choices": [{"delta": {"content": "Tom\n\n'], ends=False),
    "not json": Script([b"data: all is well here\n\n"]),
    "binary": Script([bytes(range(256)) * 64], ends=False),
    "a list instead": Script([b"data: [1, 2, 3]\n\n"]),
    "no choices": Script([b'data: {"choices": "none"}\n\n']),
    "a number for words": Script([LINE % b"42"]),
    "a list for words": Script([LINE % b'["Tom", "atoes."]']),
    "an error in the stream": Script([b'data: {"error": {"message": "out of memory"}}\n\n'], ends=False),
    "nested too deep": Script([b"data: " + b"[" * 200_000 + b"\n\n"], ends=False),
    "a line without end": Script([b"x" * 65_536], forever=True),
    "an endless word": Script(["tomato"], forever=True),
    "the same word for ever": Script(["and "], forever=True),
    "empty": Script([]),
    "empty and broken off": Script([], ends=False),
    "whitespace only": Script(["  ", "\n\n", "\t ", "   "]),
    "whitespace for ever": Script([" \n"], forever=True),
    "a full stop only": Script(["."]),
    "refusal as text": words("I'm sorry, but I can't help with that."),
    "refusal as an assistant": words("As an AI language model, I cannot assist with this request."),
    "refusal as a field": Script([{"refusal": "I'm sorry, I can't assist with that."}]),
    "filtered": Script([], finish="content_filter"),
    "broken off in the first sentence": Script(["Tomatoes ", "with"], ends=False),
    "template tokens only": Script(["<|im_start|>assistant\n", "<|im_end|>"]),
    "the user's turn at once": Script(["User: ", "I planted ", "beans too, ", "and what now?"]),
}
"""Where nothing fit to be said ever comes."""
SOMETHING_CAME: dict[str, Script] = {
    "stalled in the middle": Script([GOOD, "I hope", FAR, LATE]),
    "broken off mid-sentence": Script([GOOD, "I hope they"], ends=False),
    "broken off between sentences": Script([GOOD], ends=False),
    "bad json in the middle": Script([GOOD, b'data: {"choices": [{\n\n', FAR]),
    "binary in the middle": Script([GOOD, bytes(range(256)) * 64], ends=False),
    "an endless loop": Script([GOOD], forever=True),
    "a loop in a sentence": Script([GOOD, *(["and the tomatoes "] * 400)], forever=True),
}
"""Where a good sentence comes first."""
HALF = "Tomatoes with Joan in the long bed today, "
HALF_CAME: dict[str, Script] = {
    "stalled": Script([HALF, "with the sun on your backs, ", "and so", FAR]),
    "broken off": Script([HALF, "with the sun on your backs, ", "and"], ends=False),
    "rubbish": Script([HALF, "with the sun on your backs, ", b'data: {"choices": [{\n\n', FAR]),
}
"""Where half a sentence may have gone out already."""
RUNS_ON: dict[str, Script] = {
    "template tokens": Script([GOOD, REST, "<|im_", "end|>", "\n<|im_start|>", "user\nWhat next?"]),
    "llama's tokens": Script([GOOD, REST, "<|eot_id|><|start_header_id|>user<|end_header_id|>", "\n\nWhat next?"]),
    "mistral's tokens": Script([GOOD, REST, "</s>[INST] What next? [/INST]"]),
    "on as the user": Script([GOOD, REST, "\n\nUser: ", "What next? ", "I watered them."]),
    "on as a human": Script([GOOD, REST, "\nHuman: ", "What next? ", "I watered them."]),
    "thoughts first": Script(["<think>", "The user wants What next? ", "</think>", GOOD, REST]),
}
"""Where good sentences come, and what isn't hers beside them."""
NOT_HERS = re.compile(
    r"[<>{}|\\\x00-\x08\ufffd\[\]]|tomatotomato|and and|\bAI\b|language model|assist|can't help|It works|User:|Human:|far too late"
    r"|What next|watered them|out of memory|assistant"
)
