// A local chain that keeps its state: anvil from npm (Linux x64 only, an optional package), chain id 31337, free gas.
//
//   NODE devnet/hardhat/anvil.mjs --state FILE [--port 8545] [--block-time SECONDS] [--exit-with-stdin] [-- ANVIL FLAGS]
//
//   NODE               the path that `node contracts/bootstrap.mjs` prints
//   --state            where the chain is kept; written every second and at the end, loaded when it exists
//   --port             port on 127.0.0.1
//   --block-time       seconds between blocks, 1 by default; 0 mines only on `evm_mine`. Never automine: anvil hangs
//                      under concurrent load
//   --exit-with-stdin  end when standard input closes, so that a host that dies takes the chain along
//   after --           flags for anvil itself, such as --slots-in-an-epoch 1
//
// Prints one line when it answers: `Ready url=http://127.0.0.1:8545 chainId=31337`. Accounts as in chain.mjs.
// SIGINT and SIGTERM end it with its state written; exit code 1 where anvil is absent or ends by itself.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    state: { type: "string" },
    port: { type: "string", default: "8545" },
    "block-time": { type: "string", default: "1" },
    "exit-with-stdin": { type: "boolean", default: false },
  },
});
if (values.state === undefined) fail("--state FILE is needed.");
const state = resolve(values.state);
mkdirSync(dirname(state), { recursive: true });
requireWhole(state);

const mining = Number(values["block-time"]) === 0 ? ["--no-mining"] : ["--block-time", values["block-time"]];
const anvil = spawn(
  binary(),
  [
    ...["--host", "127.0.0.1", "--port", values.port, "--chain-id", "31337"],
    ...["--state", state, "--state-interval", "1", "--no-request-size-limit"],
    ...["--gas-limit", "100000000", "--block-base-fee-per-gas", "0", "--gas-price", "0", "--disable-min-priority-fee"],
    ...mining,
    ...positionals,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);

let stopping = false;
anvil.once("exit", (code) => process.exit(stopping ? 0 : code || 1));
anvil.once("error", (error) => fail(`anvil could not be started: ${error.message}`));
createInterface({ input: anvil.stdout }).on("line", (line) => {
  const url = /^Listening on (\S+)/.exec(line)?.[1];
  if (url) console.log(`Ready url=http://${url} chainId=31337`);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, stop);
if (values["exit-with-stdin"]) process.stdin.once("end", stop).once("error", stop).resume();

/** anvil writes its state on SIGTERM and then ends, which ends this process. */
function stop() {
  if (stopping) return;
  stopping = true;
  anvil.kill("SIGTERM");
  setTimeout(() => anvil.kill("SIGKILL"), 5_000).unref();
}

/** anvil does not replace its file in one step, so a chain killed while writing may leave half of one. */
function requireWhole(file) {
  if (!existsSync(file)) return;
  try {
    JSON.parse(readFileSync(file, "utf8"));
  } catch {
    fail(`The chain's state in ${file} is damaged. Remove it, and the projections made from it, to start afresh.`);
  }
}

function binary() {
  const contracts = createRequire(new URL("../../contracts/package.json", import.meta.url));
  try {
    return join(dirname(contracts.resolve("@foundry-rs/anvil-linux-amd64/package.json")), "bin", "anvil");
  } catch {
    return fail("anvil is not installed: its npm package exists for Linux on x64 only. Use the Hardhat chain instead.");
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
