#!/usr/bin/env python3
"""Textures of photographs, judged: draws each with several seeds by the default command and writes results.json and a table.

    eval/textures.py --ruler texture_rulers.py --output runs/textures [--size 512] [--seeds 1,2,3] [--wframe "dotnet wframe.dll"]
                     [--draw] [--judge] [--sheet textures.png] PHOTO...

The ruler is a program that prints a JSON list for PHOTO SYNTHESIS --json, with psw, colour, seam_x, seam_y, copy and sharp.
Needs Python 3 with numpy and Pillow. --draw and --judge do one half only; pictures that are there are not drawn again.
--sheet writes a picture of the photographs, below each what was drawn with the first seed, and below that image quilting
(A. A. Efros and W. T. Freeman, SIGGRAPH 2001), and judges the latter too where there is a ruler.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import numpy as np
from PIL import Image

RULERS = ["psw", "colour", "seam_x", "seam_y", "copy", "sharp", "bright"]
GOALS = {"psw": "0.8 / 1.3", "colour": "2 / 4", "seam_x": "0.85..1.15", "seam_y": "0.85..1.15", "copy": "0.05 / 0.2",
         "sharp": "0.8..1.25", "bright": "0.1"}


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.int32)


def bright(photo, synthesis):
    """Per cent of pixels beyond the photograph's extremes by 20 levels."""
    p, s = pixels(photo), pixels(synthesis)
    return 100 * float(((s > p.max((0, 1)) + 20) | (s < p.min((0, 1)) - 20)).any(2).mean())


def draw(options, photo, seed, path):
    if path.exists():
        return
    start = time.time()
    command = options.wframe.split() + [
        "texture", photo, "--output", str(path), "--size", options.size, "--seed", str(seed), "--verbosity", "quiet"]
    if options.threads:
        command += ["--threads", options.threads]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{path}: {time.time() - start:.0f} s", flush=True)


def judge(options, photo, seed, path):
    run = subprocess.run(
        [sys.executable, options.ruler, photo, str(path), "--json"], check=True, capture_output=True, text=True)
    row = json.loads(run.stdout)[0]
    row |= {"photo": pathlib.Path(photo).stem, "seed": seed, "bright": round(bright(photo, path), 4)}
    del row["file"]
    print(row, flush=True)
    return row


def cheapest_cut(cost):
    """For each row the column of a connected path of least cost from top to bottom."""
    total = cost.copy()
    for y in range(1, len(cost)):
        before = np.pad(total[y - 1], 1, constant_values=np.inf)
        total[y] += np.minimum(np.minimum(before[:-2], before[1:-1]), before[2:])
    path = [int(total[-1].argmin())]
    for y in range(len(cost) - 2, -1, -1):
        left = max(0, path[-1] - 1)
        path.append(left + int(total[y, left:path[-1] + 2].argmin()))
    return path[::-1]


def quilt(photo, size, block=48, overlap=12, tolerance=1.1, seed=1):
    """size x size pixels of blocks of the photograph, each one of those that fit their neighbours best, cut where both agree."""
    random, p, step = np.random.default_rng(seed), pixels(photo).astype(np.float32), block - overlap
    count = -(-(size - overlap) // step)
    result = np.zeros((count * step + overlap, count * step + overlap, 3), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(p, (block, block), (0, 1))[::2, ::2].transpose(0, 1, 3, 4, 2)
    for i, j in ((i, j) for i in range(count) for j in range(count)):
        part = result[i * step:i * step + block, j * step:j * step + block]
        # The strip above without the corner, which the left one has.
        left, above = slice(0, overlap if j else 0), slice(overlap if j else 0, block)
        cost = np.zeros(windows.shape[:2], np.float32)
        for y in range(0, len(windows), 16):
            rows = windows[y:y + 16]
            cost[y:y + 16] = np.square(rows[:, :, :, left] - part[:, left]).sum((2, 3, 4))
            if i:
                cost[y:y + 16] += np.square(rows[:, :, :overlap, above] - part[:overlap, above]).sum((2, 3, 4))
        fits = np.argwhere(cost <= max(cost.min(), 1) * tolerance)
        new = windows[tuple(fits[random.integers(len(fits))])]
        takes = np.ones((block, block), bool)
        difference = np.square(new - part).sum(2)
        if j:
            takes &= np.arange(block) >= np.array(cheapest_cut(difference[:, :overlap]))[:, None]
        if i:
            takes &= (np.arange(block) >= np.array(cheapest_cut(difference[:overlap].T))[:, None]).T
        part[takes] = new[takes]
    return Image.fromarray(result[:size, :size].astype(np.uint8))


def sheet(options):
    """Photograph, ours and quilting below each other, all of the drawn size."""
    size, gap, seed = int(options.size), 8, options.seeds.split(",")[0]
    page = Image.new("RGB", (len(options.photos) * (size + gap) - gap, 3 * (size + gap) - gap), "white")
    for column, photo in enumerate(options.photos):
        stem = pathlib.Path(photo).stem
        quilted = options.output / f"{stem}-quilt.png"
        if not quilted.exists():
            quilt(photo, size).save(quilted)
        rows = (Image.open(photo).convert("RGB").crop((0, 0, size, size)),
                Image.open(options.output / f"{stem}-{seed}.png").convert("RGB"), Image.open(quilted))
        for row, picture in enumerate(rows):
            page.paste(picture, (column * (size + gap), row * (size + gap)))
        if options.ruler:
            judge(options, photo, 0, quilted)
    if all(Image.open(photo).mode == "L" for photo in options.photos):
        page = page.convert("L")
    page.save(options.sheet, optimize=True)


def worst(name, values):
    """The value farthest from what is wanted."""
    return max(values, key=lambda v: abs(v - 1)) if name in ("seam_x", "seam_y", "sharp") else max(values)


def table(rows):
    lines = ["| photograph | " + " | ".join(RULERS) + " |", "|---" * (len(RULERS) + 1) + "|"]
    for photo in dict.fromkeys(r["photo"] for r in rows):
        own = [r for r in rows if r["photo"] == photo]
        cells = [" ".join(f"{r[name]:.3g}" for r in own) for name in RULERS]
        lines.append(f"| {photo} | " + " | ".join(cells) + " |")
    for what, of in (("**median**", lambda n, v: statistics.median(v)), ("**worst**", worst)):
        cells = [f"{of(name, [r[name] for r in rows]):.3g}" for name in RULERS]
        lines.append(f"| {what} | " + " | ".join(cells) + " |")
    lines.append("| goal | " + " | ".join(GOALS[name] for name in RULERS) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="+", metavar="PHOTO")
    parser.add_argument("--ruler", help="program that judges; needed unless --draw")
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--size", default="512")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--threads", help="as in wframe texture")
    parser.add_argument("--wframe", default="dotnet run -c Release --project src/Cli --")
    parser.add_argument("--draw", action="store_true", help="draws only")
    parser.add_argument("--judge", action="store_true", help="judges only, what is there")
    parser.add_argument("--sheet", help="picture to write, of photographs no smaller than --size, a number here")
    options = parser.parse_args()
    if not options.draw and not options.ruler:
        parser.error("--ruler is missing: name the program that judges, or give --draw to draw only.")
    options.output.mkdir(parents=True, exist_ok=True)
    each = [(photo, seed, options.output / f"{pathlib.Path(photo).stem}-{seed}.png")
            for seed in options.seeds.split(",") for photo in options.photos]
    if not options.judge:
        for photo, seed, path in each:
            draw(options, photo, seed, path)
    if not options.draw:
        rows = [judge(options, photo, int(seed), path) for photo, seed, path in each if path.exists()]
        (options.output / "results.json").write_text(json.dumps({"size": options.size, "rows": rows}, indent=1) + "\n")
        text = table(rows)
        (options.output / "textures.md").write_text(text)
        print(text)
    if options.sheet:
        sheet(options)


if __name__ == "__main__":
    main()
