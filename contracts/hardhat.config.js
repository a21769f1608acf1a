import { readdirSync } from "node:fs";
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

// Tests deploy the artifacts of the contracts, so they themselves need no optimizer, which takes minutes over them.
const plain = { ...compiler, settings: { ...settings, viaIR: false, optimizer: { enabled: false } } };
const tests = readdirSync(new URL("./test", import.meta.url), { recursive: true }).filter((name) =>
  name.endsWith(".sol"),
);
const overrides = Object.fromEntries(tests.map((name) => [`test/${name.replaceAll("\\", "/")}`, plain]));

// What it does is rare and dear; optimised for its size it stays well under the limit of 24,576 bytes.
overrides["src/Facility.sol"] = { ...compiler, settings: { ...settings, optimizer: { enabled: true, runs: 200 } } };

export default defineConfig({
  solidity: {
    profiles: { default: { compilers: [compiler], overrides }, production: { compilers: [compiler], overrides } },
  },
  paths: { sources: "./src", tests: { solidity: "./test" } },
  test: {
    solidity: {
      fuzz: { runs: 256, seed: "0x1ed9e4" },
      invariant: { runs: 24, depth: 60, failOnRevert: true },
    },
  },
});
