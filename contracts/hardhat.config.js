import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

// The compiler is the npm package, so that no build touches the network.
const path = createRequire(import.meta.url).resolve("solc/soljson.js");

// Consortium networks run old nodes: the same bytecode serves Hardhat, anvil and Besu from 23.4 on.
const settings = {
  evmVersion: "paris",
  viaIR: true,
  optimizer: { enabled: true, runs: 20_000 },
  metadata: { bytecodeHash: "none", appendCBOR: false },
};
const compiler = { version: "0.8.37", path, settings };

export default defineConfig({
  solidity: { profiles: { default: compiler, production: compiler } },
  paths: { sources: "./src", tests: { solidity: "./test" } },
});
