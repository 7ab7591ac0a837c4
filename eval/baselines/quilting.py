#!/usr/bin/env python3
"""Image quilting (A. Efros and W. Freeman, SIGGRAPH 2001) as the baseline for textures: patches of the photograph side by side,
cut along the path where they differ least. It copies; a texture does not.

    eval/baselines/quilting.py PHOTO OUTPUT.png [--size 256] [--block 40] [--overlap 10] [--seed 1]

Needs Python 3 with numpy and Pillow.
"""
import argparse

import numpy as np
from PIL import Image


def fitting(photo, seen, mask, rng, tolerance=0.1):
    """A block of the photograph that fits what is there already, among those nearly as good as the best."""
    side = seen.shape[0]
    height, width = photo.shape[0] - side + 1, photo.shape[1] - side + 1
    # Sum over the mask of (p - s)^2 for every position, by the Fourier transform.
    shape = photo.shape[:2]
    def correlate(image, kernel):
        spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, shape))
        return np.fft.irfft2(spectrum, shape)[:height, :width]
    error = sum(
        correlate(photo[..., c] ** 2, mask) - 2 * correlate(photo[..., c], mask * seen[..., c]) + (mask * seen[..., c] ** 2).sum()
        for c in range(3))
    error = np.maximum(error, 0)
    good = np.argwhere(error <= (1 + tolerance) * error.min() + 1e-6)
    y, x = good[rng.integers(len(good))]
    return photo[y:y + side, x:x + side]


def cut(error):
    """For each row the column where the path of least error runs, from top to bottom."""
    cost = error.copy()
    for i in range(1, len(cost)):
        left, right = np.roll(cost[i - 1], 1), np.roll(cost[i - 1], -1)
        left[0] = right[-1] = np.inf
        cost[i] += np.minimum(np.minimum(left, right), cost[i - 1])
    path = [int(cost[-1].argmin())]
    for i in range(len(cost) - 2, -1, -1):
        first = max(path[-1] - 1, 0)
        path.append(first + int(cost[i, first:path[-1] + 2].argmin()))
    return np.array(path[::-1])


def quilt(photo, size, side, overlap, seed):
    rng = np.random.default_rng(seed)
    step = side - overlap
    count = -(-(size - overlap) // step)
    out = np.zeros((count * step + overlap, count * step + overlap, 3))
    for row in range(count):
        for column in range(count):
            part = out[row * step:row * step + side, column * step:column * step + side]
            mask = np.zeros((side, side))
            mask[:, :overlap] = column > 0
            mask[:overlap] = np.maximum(mask[:overlap], row > 0)
            block = fitting(photo, part, mask, rng)
            keep = np.zeros((side, side), bool)
            error = ((part - block) ** 2).sum(2)
            if column:
                keep[:, :overlap] |= np.arange(overlap) < cut(error[:, :overlap])[:, None]
            if row:
                keep[:overlap] |= (np.arange(overlap) < cut(error[:overlap].T)[:, None]).T
            part[~keep] = block[~keep]
    return out[:size, :size]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo")
    parser.add_argument("output")
    for name, value in (("size", 256), ("block", 40), ("overlap", 10), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    photo = np.asarray(Image.open(options.photo).convert("RGB"), dtype=float)
    picture = quilt(photo, options.size, options.block, options.overlap, options.seed)
    Image.fromarray(np.clip(picture + 0.5, 0, 255).astype(np.uint8)).save(options.output)


if __name__ == "__main__":
    main()
