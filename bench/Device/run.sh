#!/usr/bin/env bash
# Joins the parts beside it and runs the device check: run.sh [--device cuda|cuda:N|ort-cpu] [--seconds N] [--python FILE].
# Writes device-check-results/ into the current folder; OUT names another. Needs CUDA 13 and cuDNN 9, of the system or of a
# Python environment; no .NET.
set -euo pipefail
start=$SECONDS
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${OUT:-device-check-results}")
unpacked=${UNPACKED:-$here/unpacked}
device=cuda seconds=480 python=
while [ $# -gt 0 ]; do
  case "$1" in
    --device) device=${2:?a device} ;;
    --seconds) seconds=${2:?a number of seconds} ;;
    --python) python=${2:?a Python} ;;
    *) echo "run.sh does not know $1; allowed are --device, --seconds and --python." >&2; exit 2 ;;
  esac
  shift 2
done

if [ ! -e "$unpacked/whole" ]; then
  (cd "$here" && sha256sum --quiet -c device-check.sha256)
  mkdir -p "$unpacked"
  cat "$here"/device-check.part-* | tar -xzf - -C "$unpacked"
  touch "$unpacked/whole"
fi

# The first Python that has PyTorch; else the first that runs, for its CUDA libraries.
found=
for candidate in ${python:-"${VIRTUAL_ENV:-/none}/bin/python" "${CONDA_PREFIX:-/none}/bin/python" python3 python}; do
  command -v "$candidate" > /dev/null || continue
  found=${found:-$candidate}
  if "$candidate" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)' 2> /dev/null; then
    found=$candidate
    break
  fi
done

# Folders of libcublasLt.so.13, libcudnn.so.9 and the like, of every place where packages of that Python lie.
libraries=
if [ -n "$found" ]; then
  libraries=$("$found" -c '
import glob, os, site, sys
places = dict.fromkeys(sys.path + site.getsitepackages() + [site.getusersitepackages()])
folders = [f for p in places if p for f in glob.glob(os.path.join(p, "nvidia", "**", "lib"), recursive=True)]
print(":".join(dict.fromkeys(f for f in folders if glob.glob(os.path.join(f, "*.so*")))))' || true)
fi
for folder in "${CONDA_PREFIX:-/none}/lib" /usr/local/cuda-13*/lib64 /usr/local/cuda/lib64 /usr/local/cuda-13*/targets/x86_64-linux/lib; do
  if [ -d "$folder" ]; then libraries=${libraries:+$libraries:}$folder; fi
done
# An empty entry would stand for the current folder.
if [ -n "$libraries" ]; then export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}; fi
echo "libraries: ${LD_LIBRARY_PATH:-of the system}; Python: ${found:-none}"

# The reference cases of the package, whatever this machine has set.
unset WFRAME_ORACLE WFRAME_ORACLE_TAPS
exec "$unpacked/device-check/app/WFrame.Bench" device-check --device "$device" \
  --seconds $((seconds - (SECONDS - start))) --script "$unpacked/device-check/device_check_torch.py" \
  ${found:+--python "$found"} --output "$out"
