"""Langevin steps as the engines take them, in PyTorch: device_check_torch.py FOLDER DEVICE SECONDS PIXELSxMODELS...

FOLDER holds what `device-check` wrote: settings.json, kernels and biases, and x, theta and x after three steps without
noise, all raw float32. Writes a line of JSON for each fact and each rate. Needs PyTorch alone, no NumPy.
"""

import json
import os
import sys
import time

# A Ctrl+C or a kill between two lines must not lose the first.
sys.stdout.reconfigure(line_buffering=True)


def tell(**line):
    print(json.dumps(line))


try:
    import torch
    import torch.nn.functional as nn
except ImportError as error:
    tell(left=f"PyTorch: not importable in {sys.executable} ({error}).")
    sys.exit(0)

START = time.monotonic()
FOLDER, DEVICE, SECONDS = sys.argv[1], sys.argv[2], float(sys.argv[3])
SIZES = [tuple(int(n) for n in size.split("x")) for size in sys.argv[4:]]
with open(os.path.join(FOLDER, "settings.json")) as file:
    SETTINGS = json.load(file)
A, B, C, CHAINS = (SETTINGS[name] for name in ("a", "b", "c", "chains"))
LAYERS = {"conv1_1": (64, 3), "conv1_2": (64, 64), "conv2_1": (128, 64), "conv2_2": (128, 128)}

# float32 as it is written: no 10-bit mantissas.
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
# The fastest convolutions for each size, found on its first call.
torch.backends.cudnn.benchmark = True


def read(name, *shape):
    with open(os.path.join(FOLDER, name + ".f32"), "rb") as file:
        values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    return values.reshape(shape).to(DEVICE)


WEIGHTS = {name: (read(name + "_W", *shape, 3, 3), read(name + "_b", shape[0])) for name, shape in LAYERS.items()}


def phi(x, theta):
    """Sum of theta * F over all chains; chain i belongs to model i // CHAINS."""
    f = x
    for name, (kernel, bias) in WEIGHTS.items():
        f = torch.relu(nn.conv2d(f, kernel, bias, padding=1))
        if name == "conv1_2":
            f = nn.max_pool2d(f, 2)
    return (f.unflatten(0, (theta.shape[0], -1)) * theta[:, None]).sum()


def update(x, gradient, noise, c):
    return A * x + B * gradient + c * noise


def stepper(compiled):
    energy, move = (torch.compile(phi), torch.compile(update)) if compiled else (phi, update)

    def step(x, theta, c=C):
        x = x.detach().requires_grad_(True)
        (gradient,) = torch.autograd.grad(energy(x, theta), x)
        with torch.no_grad():
            return move(x.detach(), gradient, torch.randn_like(x), c)

    return step


def wait():
    if DEVICE.startswith("cuda"):
        torch.cuda.synchronize(DEVICE)


def timed(action):
    wait()
    start = time.monotonic()
    action()
    wait()
    return time.monotonic() - start


def in_parts(step, x, theta, parts):
    """A step of all models, some at a time where memory does not hold them together."""
    for models, chains in zip(theta.chunk(parts), x.chunk(parts)):
        chains.copy_(step(chains, models))


def rate(step, pixels, models, seconds):
    """Steps a second, the median of several calls, and in how many parts."""
    theta = torch.randn(models, 128, pixels // 2, pixels // 2, device=DEVICE) * 1e-3
    x = torch.randn(models * CHAINS, 3, pixels, pixels, device=DEVICE) * 50
    start, parts = time.monotonic(), 1
    while True:
        try:
            in_parts(step, x, theta, parts)
            break
        except RuntimeError as error:
            if "out of memory" not in str(error) or parts >= models:
                raise
            parts *= 2
        # The error holds what it could not finish until it is left.
        torch.cuda.empty_cache()
    one = timed(lambda: in_parts(step, x, theta, parts))
    steps = max(1, min(20, int(seconds / 4 / one)))
    rates = []
    while not rates or (time.monotonic() - start + steps / rates[-1] < seconds and len(rates) < 50):

        def several():
            for _ in range(steps):
                in_parts(step, x, theta, parts)

        rates.append(steps / timed(several))
    return sorted(rates)[len(rates) // 2], parts


def check(step):
    """How far three steps without noise are from those of the CPU engine, of max|x|."""
    models, pixels = SETTINGS["models"], SETTINGS["pixels"]
    x = read("x", models * CHAINS, 3, pixels, pixels)
    theta = read("theta", models, 128, pixels // 2, pixels // 2)
    expected = read("x3", *x.shape)
    for _ in range(3):
        x = step(x, theta, 0.0)
    return ((x - expected).abs().max() / expected.abs().max()).item()


def first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def main():
    tell(fact="PyTorch", value=f"{torch.__version__}, CUDA {torch.version.cuda}, TF32 off, on {DEVICE}")
    if DEVICE.startswith("cuda") and not torch.cuda.is_available():
        tell(left="PyTorch: it sees no CUDA device.")
        return
    engines = [("torch-eager", False)]
    if hasattr(torch, "compile"):
        engines.append(("torch-compile", True))
    else:
        tell(left=f"torch-compile: PyTorch {torch.__version__} has none.")
    for number, (name, compiled) in enumerate(engines):
        try:
            step = stepper(compiled)
            tell(fact=f"{name}: error of three steps, of max|x|", value=f"{check(step):.3g}")
        except Exception as error:
            tell(left=f"{name}: {first_line(error)}")
            continue
        end = START + SECONDS * (number + 1) / len(engines)
        for place, (pixels, models) in enumerate(SIZES):
            left = end - time.monotonic()
            if left <= 0:
                tell(left=f"{models} models at {pixels} px, {name}: no time was left.")
                continue
            if compiled:
                # A graph for this size alone: the best that it can do.
                torch._dynamo.reset()
                step = stepper(True)
            line = {"pixels": pixels, "models": models, "engine": name, "stepsPerSecond": None, "note": None}
            try:
                line["stepsPerSecond"], parts = rate(step, pixels, models, left / (len(SIZES) - place))
                line["note"] = f"in {parts} parts" if parts > 1 else None
            except Exception as error:
                line["note"] = first_line(error)
            tell(**line)
            if DEVICE.startswith("cuda"):
                torch.cuda.empty_cache()


main()
