"""A logo that somebody uploads, made anew as a picture that is safe to print and to serve."""

from __future__ import annotations

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 1024 * 1024
MAX_SIDE = 5_000
#: What is kept: 300 dots an inch on a paper's head, and no more.
KEPT_SIDE = (1_200, 600)

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_NO_PICTURE = "This is no picture that can be read. Choose a .png, .jpg, .webp or .gif file."
# What decoders raise over a file that is broken or not what it says.
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
)


def check_size(size: int) -> None:
    """ValidationError when a file has more than 1 MB: asked before anything of it is read."""
    if size > MAX_BYTES:
        raise ValidationError("The file has more than 1 MB. Choose a smaller picture.")


def remade(content: bytes) -> bytes:
    """The first picture of the file as a PNG of at most 1,200 by 600 pixels.

    Nothing of the file itself is kept: no metadata, no trailing data, no second format. Raises
    ValidationError with a sentence for the person who chose the file.
    """
    check_size(len(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _png(content)
    except _BROKEN as exc:
        raise ValidationError(_NO_PICTURE) from exc


def _png(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if max(picture.size) > MAX_SIDE:
            raise ValidationError(
                f"The picture is larger than {MAX_SIDE} pixels. Choose a smaller one."
            )
        # Read in whole before it is scaled: a file that breaks off half-way is refused.
        kept = picture.convert("RGBA")
    kept.thumbnail(KEPT_SIDE)
    # A picture without pixels of its own metadata: only what is seen is written.
    target = io.BytesIO()
    Image.frombytes(kept.mode, kept.size, kept.tobytes()).save(target, "PNG", optimize=True)
    if target.tell() > MAX_BYTES:
        raise ValidationError(
            "The picture holds too much detail to be printed as a logo. Choose a simpler one."
        )
    return target.getvalue()
