// Writes the network's files: node keys, genesis.json, permissions.toml and bootnodes. They are checked in; run this to
// see where they come from, or after changing something here. The keys are hashes of a sentence: for development only.
//
//   node contracts/bootstrap.mjs            prints NODE and installs viem
//   NODE devnet/besu/generate.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const contracts = createRequire(new URL("../../contracts/package.json", import.meta.url));
const load = (name) => import(pathToFileURL(contracts.resolve(name)).href);
const { keccak256, padHex, toHex, toRlp } = await load("viem");
const { privateKeyToAccount } = await load("viem/accounts");

const validators = [1, 2, 3, 4].map((number) => {
  const key = keccak256(toHex(`ledger development validator ${number}`));
  const { address, publicKey } = privateKeyToAccount(key);
  // An enode names the public key without its 04 prefix.
  return { number, key, address: address.toLowerCase(), enode: `enode://${publicKey.slice(4)}@127.0.0.1:${30302 + number}` };
});

// The first three accounts of the mnemonic that Hardhat and anvil endow too: they deploy, relay and anchor.
const submitters = [
  "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
  "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
  "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
];

// QBFT's extra data: vanity, validators, no vote, round 0, no seals.
const addresses = validators.map(({ address }) => address).sort();
const extraData = toRlp([padHex("0x", { size: 32 }), addresses, [], "0x", []]);

const genesis = {
  config: {
    chainId: 20261,
    berlinBlock: 0,
    londonBlock: 0,
    zeroBaseFee: true,
    qbft: { blockperiodseconds: 1, epochlength: 30_000, requesttimeoutseconds: 10 },
  },
  nonce: "0x0",
  timestamp: "0x58ee40ba",
  gasLimit: "0x5f5e100",
  difficulty: "0x1",
  // Besu knows a BFT chain by this hash of "Practical Byzantine Fault Tolerance".
  mixHash: "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365",
  coinbase: padHex("0x", { size: 20 }),
  extraData,
  alloc: Object.fromEntries(submitters.map((account) => [account.slice(2), { balance: "0x21e19e0c9bab2400000" }])),
};

const list = (name, items) =>
  `${name}=[\n${items
    .map((item) => `  "${item}",\n`)
    .join("")
    .replace(/,\n$/, "\n")}]\n`;

mkdirSync(new URL("nodes/", import.meta.url), { recursive: true });
for (const { number, key } of validators) write(`nodes/${number}.key`, `${key}\n`);
write("genesis.json", `${JSON.stringify(genesis, null, 2)}\n`);
write(
  "permissions.toml",
  "# Which nodes may join, and which accounts may send transactions. Parties sign intents and send none.\n" +
    list(
      "nodes-allowlist",
      validators.map(({ enode }) => enode),
    ) +
    list("accounts-allowlist", submitters),
);
write("bootnodes", `${validators.map(({ enode }) => enode).join(",")}\n`);

function write(name, text) {
  writeFileSync(new URL(name, import.meta.url), text);
}
