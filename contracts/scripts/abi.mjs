// Writes the ABI and the bytecode of the deployable contracts to abi/*.json, from the artifacts of `hardhat build`.
//   node scripts/abi.mjs            writes
//   node scripts/abi.mjs --check    writes nothing and fails where a file differs from the artifacts
import { readFileSync, writeFileSync } from "node:fs";
import config from "../hardhat.config.js";

// EIP-170: a chain refuses longer code.
const codeLimit = 24_576;
const { version, settings } = config.solidity.profiles.default.compilers[0];
const check = process.argv.includes("--check");
let failed = false;

for (const name of ["Registry", "Goods", "Anchors", "Cash", "Receivables", "Orders", "Facility", "Council"]) {
  const artifact = JSON.parse(read(new URL(`../artifacts/src/${name}.sol/${name}.json`, import.meta.url)));
  const size = artifact.deployedBytecode.length / 2 - 1;
  if (size > codeLimit) throw new Error(`${name} has ${size} bytes of code; ${codeLimit} is the limit.`);
  const text = render({
    contractName: name,
    abi: artifact.abi,
    bytecode: artifact.bytecode,
    compiler: version,
    evmVersion: settings.evmVersion,
  });
  const file = new URL(`../abi/${name}.json`, import.meta.url);
  if (!check) writeFileSync(file, text);
  const same = !check || read(file) === text;
  failed ||= !same;
  console.log(
    `${name}: ${size} bytes${same ? "" : "; abi/" + name + ".json is not what the sources compile to: npm run abi"}`,
  );
}
process.exitCode = failed ? 1 : 0;

/** One ABI item a line, so that a change of the interface reads well in a diff. */
function render({ abi, ...rest }) {
  const items = abi.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  const fields = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${fields[0]},\n  "abi": [\n${items}\n  ],\n${fields.slice(1).join(",\n")}\n}\n`;
}

function read(url) {
  return readFileSync(url, "utf8");
}
