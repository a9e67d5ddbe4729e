"""What a request brings: a JSON object, read no further than it may be long."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from os1.errors import RubbishError


async def json_object(request: Request, most: int, too_long: str, unreadable: str, no_object: str) -> dict[str, Any]:
    """The object in a body of at most `most` bytes. Raises RubbishError with the sentence for what is wrong with it."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise RubbishError(too_long)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RubbishError(unreadable) from error
    if not isinstance(told, dict):
        raise RubbishError(no_object)
    return told
