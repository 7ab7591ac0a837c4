#!/usr/bin/env bash
# Runs all experiments with --quick and fails unless each leaves results.json, its table and the pictures it names.
#   eval/ci.sh [OUTPUT]      images from WFRAME_DATA, or else ../shared/data; without them everything is skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
data=${WFRAME_DATA:-../shared/data}
inception=${WFRAME_INCEPTION:-../shared/models/googlenet/googlenet.onnx}
peers=${WFRAME_PEERS:-../shared/peers/dcgan-9}
output=${1:-runs/eval-quick}
failed=0

check() {
  local folder=$1 name=$2 picture
  for file in "$folder/results.json" "$folder/$name.md"; do
    [ -s "$file" ] || { echo "missing: $file"; return 1; }
  done
  local pictures
  pictures=$(grep -o '"[A-Za-z0-9-]*\.\(png\|svg\)"' "$folder/results.json" | tr -d '"')
  [ -n "$pictures" ] || { echo "no picture is named in $folder/results.json"; return 1; }
  for picture in $pictures; do
    [ -s "$folder/$picture" ] || { echo "missing: $folder/$picture"; return 1; }
  done
}

if [ ! -d "$data" ]; then
  echo "skipped: the experiments need images, and $data does not exist (WFRAME_DATA names another folder)"
  exit 0
fi
names=(figure1 figure2 figure3 figure4 figure5 figure6 table1 unseen ablation scores defects annealing completion levels)
for name in "${names[@]}"; do
  arguments=(--data "$data" --output "$output/$name" --quick --overwrite)
  if [ "$name" = figure6 ] && [ -d "$peers" ]; then arguments+=(--peers "$peers"); fi
  if [ "$name" = table1 ]; then
    if [ ! -f "$inception" ]; then
      echo "skipped: table1 needs a classifier, and $inception does not exist (WFRAME_INCEPTION names another)"
      continue
    fi
    arguments+=(--inception "$inception")
  fi
  if [ "$name" = unseen ] && [ -f "$inception" ]; then arguments+=(--inception "$inception"); fi
  start=$SECONDS
  if dotnet run "eval/$name.cs" -- "${arguments[@]}" >/dev/null && check "$output/$name" "$name"; then
    echo "$name: done in $((SECONDS - start)) s"
  else
    echo "$name: FAILED after $((SECONDS - start)) s"
    failed=$((failed + 1))
  fi
done
echo "$failed of ${#names[@]} experiments failed"
[ "$failed" -eq 0 ]
