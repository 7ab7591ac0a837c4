#!/usr/bin/env bash
# Packs the device check for a Linux machine (x64) with an NVIDIA GPU and without .NET: bench/device-check.sh FOLDER.
# FOLDER receives parts of at most 64 MiB and run.sh. Carry all of it to that machine and run `bash FOLDER/run.sh` there.
set -euo pipefail
folder=$(realpath -m "${1:?where to write the parts}")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pack=$work/device-check

# What lies beside the committed lock files stays as it is: the GPU package resolves other packages.
dotnet publish bench -c Release -r linux-x64 --self-contained true -v quiet -nologo \
  -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu -p:RunAnalyzers=false \
  --artifacts-path "${ARTIFACTS:-$work/artifacts}" -o "$pack/app"
# Of other systems, or for debuggers.
rm -f "$pack"/app/onnxruntime*.dll "$pack"/app/onnxruntime*.lib "$pack"/app/libonnxruntime_providers_tensorrt.so \
  "$pack"/app/*.dbg "$pack"/app/*.pdb "$pack"/app/*.xml

# The reader of the reference cases looks for them as in a checkout.
cp WFrame.MLNet.sln "$pack/"
mkdir -p "$pack/tests/oracle"
cp -r tests/oracle/{index.json,taps,trunks} tests/oracle/trunk_* tests/oracle/langevin_* "$pack/tests/oracle/"
cp bench/device_check_torch.py "$pack/"

mkdir -p "$folder"
rm -f "$folder"/device-check.part-* "$folder/device-check.sha256"
tar -C "$work" --owner=0 --group=0 -cf - device-check | gzip -6 | split -b 64M -d - "$folder/device-check.part-"
cp bench/Device/run.sh "$folder/run.sh"
(cd "$folder" && sha256sum device-check.part-* > device-check.sha256)
ls -l "$folder"
