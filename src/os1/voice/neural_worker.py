"""Runs in a voice's own environment, never in OS1's: reads a JSON line a clause, answers with a JSON line and its sound.

`python neural_worker.py kokoro FOLDER` or `pocket FOLDER`. It may import nothing of OS1's. The line read is
{"text": "…", "rate": 1.0}; the one written {"samples": N, "rate": 24000}, N samples of 16 bits after it, or {"error": "…"}.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KOKORO_VOICE = "af_heart"


def kokoro(folder: Path) -> Callable[[str, float], tuple[Any, int]]:
    """Kokoro 82M, on onnxruntime."""
    from kokoro_onnx import Kokoro

    model = Kokoro(str(folder / "kokoro.onnx"), str(folder / "voices.bin"))
    return lambda text, rate: model.create(text, KOKORO_VOICE, speed=max(0.5, min(2.0, rate)))


def pocket(folder: Path) -> Callable[[str, float], tuple[Any, int]]:
    """Pocket TTS, on torch; its configuration is made to name the files in the folder. It has no pace of its own to set."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import pocket_tts
    from pocket_tts import TTSModel

    own = (Path(pocket_tts.__file__).parent / "config" / "english.yaml").read_text("utf-8")
    files = {"weights": json.dumps(str(folder / "model.safetensors")), "tokenizer": json.dumps(str(folder / "tokenizer.json"))}
    own = re.sub(r"(?m)^(\s*(weights|tokenizer)_path\w*:) hf:\S+", lambda found: f"{found[1]} {files[found[2]]}", own)
    (folder / "local.yaml").write_text(own, "utf-8")
    model = TTSModel.load_model(config=str(folder / "local.yaml"))
    state = model.get_state_for_audio_prompt(str(folder / "voice.safetensors"))
    return lambda text, rate: (model.generate_audio(state, text).numpy().reshape(-1), model.sample_rate)


def main(engine: str, folder: str) -> None:
    """Answer until standard input ends. What libraries print goes to standard error, so that only answers are answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(told: dict[str, Any], sound: bytes = b"") -> None:
        answers.write(json.dumps(told).encode() + b"\n" + sound)
        answers.flush()

    try:
        import numpy as np

        say = {"kokoro": kokoro, "pocket": pocket}[engine](Path(folder))
    except Exception as error:  # whatever a stranger's package raises is told, and this process ends
        answer({"error": f"{type(error).__name__}: {error}"})
        raise
    answer({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            sound, rate = say(asked["text"], asked["rate"])
            pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
        except (ValueError, RuntimeError, KeyError, IndexError) as error:
            answer({"error": f"{type(error).__name__}: {error}"})
        else:
            answer({"samples": len(pcm) // 2, "rate": int(rate)}, pcm)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
