// A fresh local chain: Hardhat's JSON-RPC server (HTTP and WebSocket on one port), chain id 31337, free gas.
//
//   NODE devnet/hardhat/chain.mjs [--port 8545] [--interval MILLISECONDS] [--exit-with-stdin]
//
//   NODE               the path that `node contracts/bootstrap.mjs` prints
//   --port             port on 127.0.0.1; 0 takes a free one
//   --interval         mine a block every so often; without it every transaction is mined at once
//   --exit-with-stdin  end when standard input closes, so that a host that dies takes the chain along
//
// Prints one line when it answers: `Ready url=http://127.0.0.1:8545 chainId=31337`. Keeps nothing across restarts.
// Accounts: the 20 of the mnemonic "test test test test test test test test test test test junk", 10,000 ether each.
// SIGINT and SIGTERM end it.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

process.env.HARDHAT_DISABLE_TELEMETRY_PROMPT = "true";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8545" },
    interval: { type: "string" },
    "exit-with-stdin": { type: "boolean", default: false },
  },
});

const project = fileURLToPath(new URL("../../contracts", import.meta.url));
const contracts = createRequire(new URL("../../contracts/package.json", import.meta.url));
const { createHardhatRuntimeEnvironment } = await import(pathToFileURL(contracts.resolve("hardhat/hre")).href);

const interval = values.interval === undefined ? undefined : Number(values.interval);
const config = {
  networks: {
    chain: {
      type: "edr-simulated",
      chainId: 31337,
      blockGasLimit: 100_000_000,
      // A consortium's nodes have no cap of their own on one transaction (EIP-7825).
      transactionGasCap: false,
      gasPrice: 0,
      initialBaseFeePerGas: 0,
      minGasPrice: 0,
      throwOnTransactionFailures: false,
      mining: interval === undefined ? { auto: true } : { auto: false, interval },
    },
  },
};

const hre = await createHardhatRuntimeEnvironment(config, {}, project);
const server = await hre.network.createServer("chain", "127.0.0.1", Number(values.port));
const { address, port } = await server.listen();
console.log(`Ready url=http://${address}:${port} chainId=31337`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
if (values["exit-with-stdin"]) process.stdin.once("end", stop).once("error", stop).resume();

async function stop() {
  setTimeout(() => process.exit(0), 1_000).unref();
  await server.close();
  process.exit(0);
}
