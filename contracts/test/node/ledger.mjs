// A ledger to measure and attack: a real local node, the contracts deployed from abi/*.json, parties with known
// keys. Everything is fixed, deadlines included, so that signatures and therefore gas are the same in every run.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  getContractAddress,
  http,
  keccak256,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { types } from "./types.mjs";

/** The year 2100. */
export const farAway = 4_102_444_800n;
const freeGas = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };
export const roles = {
  registrar: 1,
  producer: 2,
  carrier: 4,
  warehouse: 8,
  retailer: 16,
  bank: 64,
  regulator: 128,
  settlement: 512,
};

export const id = (text) => keccak256(toHex(text));
export const keyOf = (name) => privateKeyToAccount(id(`key of ${name}`));

/** Starts a node; resolves to its URL and a function that ends it. */
export async function startChain() {
  const script = fileURLToPath(new URL("../../../devnet/hardhat/chain.mjs", import.meta.url));
  const node = spawn(process.execPath, [script, "--port", "0", "--exit-with-stdin"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: node.stdout })) {
    const url = /^Ready url=(\S+)/.exec(line)?.[1];
    if (url) return { url, stop: () => node.kill("SIGTERM") };
  }
  throw new Error("The chain ended before it was ready.");
}

export class Ledger {
  static async deploy(url) {
    const ledger = new Ledger();
    const transport = http(url);
    ledger.client = createPublicClient({ chain: hardhat, transport, pollingInterval: 5, cacheTime: 0 });
    // Hardhat's first account has ether; it relays, and no party ever pays.
    const relayer = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    ledger.wallet = createWalletClient({ chain: hardhat, transport, account: relayer });
    ledger.parties = new Map();
    ledger.registry = await ledger.#create("Registry", [keyOf("registrar").address, zeroAddress, id("registrar")]);
    ledger.goods = await ledger.#create("Goods", [ledger.registry.address]);
    ledger.anchors = await ledger.#create("Anchors", []);
    ledger.cash = await ledger.#create("Cash", [ledger.registry.address, toHex("EUR"), 2]);
    // Receivables and Orders know each other: the address of the second is that of the transaction after the next.
    const nonce = await ledger.client.getTransactionCount({ address: relayer.address });
    const orders = getContractAddress({ from: relayer.address, nonce: BigInt(nonce + 1) });
    const fixed = [ledger.registry.address, ledger.cash.address];
    ledger.receivables = await ledger.#create("Receivables", [...fixed, orders, 100n * 31_536_000n]);
    ledger.orders = await ledger.#create("Orders", [...fixed, ledger.goods.address, ledger.receivables.address]);
    ledger.facility = await ledger.#create("Facility", [...fixed, ledger.orders.address]);
    ledger.parties.set("registrar", 1n);
    return ledger;
  }

  async #create(name, args) {
    const { abi, bytecode } = JSON.parse(readFileSync(new URL(`../../abi/${name}.json`, import.meta.url), "utf8"));
    const hash = await this.wallet.deployContract({ abi, bytecode, args, ...freeGas });
    const { contractAddress, gasUsed } = await this.client.waitForTransactionReceipt({ hash });
    return { abi, address: contractAddress, gasUsed };
  }

  async admit(name, role) {
    const party = BigInt(this.parties.size + 1);
    const key = keyOf(name);
    const admission = {
      party,
      key: key.address,
      recovery: zeroAddress,
      roles: role,
      identity: id(name),
      by: 1n,
      byEpoch: 1,
      deadline: farAway,
    };
    const signatures = await this.sign(this.registry, "Admission", admission, "registrar", name);
    this.parties.set(name, party);
    return this.send(this.registry, "admit", [admission, ...signatures]);
  }

  /** Admits a contract as a party that settles debts; it accepts its own admission, whose encoding is its signature. */
  async admitContract(name, contract) {
    const party = BigInt(this.parties.size + 1);
    const message = {
      party,
      key: contract.address,
      recovery: zeroAddress,
      roles: roles.settlement,
      identity: id(name),
      by: 1n,
      byEpoch: 1,
      deadline: farAway,
    };
    const [signature] = await this.sign(this.registry, "Admission", message, "registrar");
    const { components } = this.registry.abi.find((item) => item.name === "admit").inputs[0];
    const encoded = encodeAbiParameters([{ type: "tuple", components }], [message]);
    this.parties.set(name, party);
    return this.send(this.registry, "admit", [message, signature, encoded]);
  }

  typedData(contract, primaryType, message) {
    const fields = types[primaryType].split(",").map((field) => field.split(" "));
    const domain = { name: "Ledger", version: "1", chainId: hardhat.id, verifyingContract: contract.address };
    return { domain, primaryType, types: { [primaryType]: fields.map(([type, name]) => ({ type, name })) }, message };
  }

  sign(contract, primaryType, message, ...names) {
    const data = this.typedData(contract, primaryType, message);
    return Promise.all(names.map((name) => keyOf(name).signTypedData(data)));
  }

  /** Signs an intent with each of the named parties' keys and submits it; resolves to the gas of the transaction. */
  submit(call, primaryType, message, ...names) {
    return this.submitTo(this.goods, call, primaryType, { document: zeroHash, ...message }, ...names);
  }

  async submitTo(contract, call, primaryType, message, ...names) {
    const full = { epoch: 1, deadline: farAway, ...message };
    return this.send(contract, call, [full, ...(await this.sign(contract, primaryType, full, ...names))]);
  }

  /** Sends a transaction and resolves to the gas it used, intrinsic gas and calldata included. */
  async send(contract, functionName, args) {
    const request = { address: contract.address, abi: contract.abi, functionName, args };
    await this.client.simulateContract({ ...request, account: this.wallet.account });
    const hash = await this.wallet.writeContract({ ...request, gas: 60_000_000n, ...freeGas });
    const receipt = await this.client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`${functionName} was reverted`);
    return Number(receipt.gasUsed);
  }

  handOff(from, to, unit, seq, document) {
    const message = {
      from: this.parties.get(from),
      to: this.parties.get(to),
      unit,
      seq,
      fromEpoch: 1,
      toEpoch: 1,
      document,
    };
    return this.submit("handOff", "HandOff", message, from, to);
  }

  handOffMany(from, to, units, seqs, document) {
    const message = {
      from: this.parties.get(from),
      to: this.parties.get(to),
      units,
      seqs,
      fromEpoch: 1,
      toEpoch: 1,
      document,
    };
    return this.submit("handOffMany", "HandOffMany", message, from, to);
  }

  registerUnits(by, lot, units, amounts) {
    const message = { by: this.parties.get(by), lot, units, amounts, document: id("units") };
    return this.submit("registerUnits", "UnitRegistration", message, by);
  }
}

export const compact = (signature) => serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
export const range = (count, map) => Array.from({ length: count }, (_, i) => map(i));
