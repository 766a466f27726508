#!/usr/bin/env bash
# Random inputs for hours: `tests/fuzz/long.sh HOURS [SEED]`, every target, two at a time, with a seed of its own each
# round. Ends with a line for each target and round, and fails if anything was found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

hours=${1:?how many hours}
seed=${2:-$(date +%s)}
targets=(profile plan csv jsonl xlsx ods xls record search render explain assess)
rounds=$((hours > 1 ? hours : 1))
# Each round takes an hour: twelve targets, two at a time.
seconds=$((hours * 3600 / rounds / (${#targets[@]} / 2)))

# Without debug assertions an input takes a fifth of the time; CI runs the same with them.
export CARGO_INCREMENTAL=0
executable=$(cargo test --locked --profile quick --no-run --test fuzz 2>&1 | sed -n 's/.*Executable.*(\(.*\))/\1/p')

failed=0
for round in $(seq "$rounds"); do
    printf '%s\n' "${targets[@]}" |
        xargs -P 2 -I TARGET bash -c 'ulimit -v 4000000; "$0" run TARGET --seconds "$1" --seed "$2"' \
            "$executable" "$seconds" "$((seed + round))" || failed=1
done
exit "$failed"
