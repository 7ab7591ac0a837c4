#!/usr/bin/env python3
"""Textures of photographs, judged: draws each with several seeds by the default command and writes results.json and a table.

    eval/textures.py --ruler texture_rulers.py --output runs/textures [--size 512] [--seeds 1,2,3] [--wframe "dotnet wframe.dll"]
                     [--draw] [--judge] PHOTO...

The ruler is a program that prints a JSON list for PHOTO SYNTHESIS --json, with psw, colour, seam_x, seam_y, copy and sharp.
Needs Python 3 with numpy and Pillow. --draw and --judge do one half only; pictures that are there are not drawn again.
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


if __name__ == "__main__":
    main()
