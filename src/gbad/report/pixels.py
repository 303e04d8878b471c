"""Grids as small PNGs: colours by class through a palette, or 16-bit numbers spread over two channels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int, int]  # red, green, blue, opacity, each 0..255


def palette_png(index: NDArray[np.uint8], colours: Sequence[Colour]) -> bytes:
    """A PNG of ``index (rows, columns)``, first row at the top, each value one of ``colours``."""
    rows, columns = index.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # leading 0 of a line: no filter
    lines[:, 1:] = index
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(colour[:3]) for colour in colours)),
        (b"tRNS", bytes(colour[3] for colour in colours)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _png(chunks)


def colour_png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG of ``pixels (rows, columns, 3)``; each line is stored as its difference from the line above."""
    rows, columns, _ = pixels.shape
    flat = pixels.reshape(rows, columns * 3)
    lines = np.full((rows, columns * 3 + 1), 2, np.uint8)  # leading 2 of a line: differences upwards
    lines[0, 1:], lines[1:, 1:] = flat[0], flat[1:] - flat[:-1]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _png(chunks)


def number_png(values: NDArray[np.uint16]) -> bytes:
    """A PNG that carries 16-bit numbers: high byte red, low byte green."""
    pixels = np.zeros((*values.shape, 3), np.uint8)
    pixels[..., 0], pixels[..., 1] = values >> 8, values & 255
    return colour_png(pixels)


def _png(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
