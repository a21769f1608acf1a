#!/bin/sh
# Starts the four validators in the foreground; Ctrl-C ends all of them.
#   devnet/besu/start.sh DATA_FOLDER [BESU FLAGS]
# BESU names the binary, by default `besu`. Node N answers on http://127.0.0.1:854(4+N) and ws://127.0.0.1:864(4+N),
# and writes DATA_FOLDER/N.log.
set -eu
[ $# -ge 1 ] || { echo "usage: $0 DATA_FOLDER [BESU FLAGS]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
data=$(cd "$1" && pwd)
shift

pids=""
trap 'kill $pids 2>/dev/null || true; wait' EXIT
trap 'exit 130' INT TERM

for number in 1 2 3 4; do
  mkdir -p "$data/$number"
  # Besu may rewrite its permissions over JSON-RPC, so each node has its own copy.
  cp "$here/permissions.toml" "$data/$number/permissions.toml"
  "${BESU:-besu}" \
    --config-file="$here/besu.toml" \
    --genesis-file="$here/genesis.json" \
    --data-path="$data/$number" \
    --node-private-key-file="$here/nodes/$number.key" \
    --bootnodes="$(cat "$here/bootnodes")" \
    --permissions-nodes-config-file="$data/$number/permissions.toml" \
    --permissions-accounts-config-file="$data/$number/permissions.toml" \
    --p2p-port="$((30302 + number))" \
    --rpc-http-port="$((8544 + number))" \
    --rpc-ws-port="$((8644 + number))" \
    "$@" > "$data/$number.log" 2>&1 &
  pids="$pids $!"
done

echo "Started four validators: JSON-RPC on http://127.0.0.1:8545 to 8548, logs in $data"
wait
