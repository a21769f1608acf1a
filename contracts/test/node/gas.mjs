// Measures whole transactions on a real node, and holds them against the gates and against snapshots/gas.json.
//   node test/node/gas.mjs            fails where a gate is broken or a figure differs from the snapshot
//   node test/node/gas.mjs --update   writes the snapshot, unless a gate is broken
import { readFileSync, writeFileSync } from "node:fs";
import { hashTypedData, stringToHex, zeroAddress, zeroHash } from "viem";
import { moneyGates, measureMoney } from "./money.mjs";
import { Ledger, compact, farAway, id, keyOf, range, roles, startChain } from "./ledger.mjs";

/** Gas that a transaction, or for "per unit" a unit of it, may not exceed (the design's table). */
const gates = {
  handOff: 50_000,
  "handOff, compact signatures": 50_000,
  "handOffMany of 20, per unit": 9_000,
  "handOff of a pallet with 500": 55_000,
  "handOff of a pallet with 1": 55_000,
  anchor: 47_000,
  ...moneyGates,
};

const figures = {};
const chain = await startChain();
try {
  const ledger = await Ledger.deploy(chain.url);
  await measure(ledger);
  await measureMoney(ledger, figures);
} finally {
  chain.stop();
}
report();

async function measure(ledger) {
  const { parties } = ledger;
  for (const name of ["Registry", "Goods", "Anchors", "Cash", "Receivables", "Orders", "Facility"])
    figures[`deploy ${name}`] = Number(ledger[name.toLowerCase()].gasUsed);
  figures["admit"] = await ledger.admit("farm", roles.producer);
  await ledger.admit("carrier", roles.carrier);
  const [farm, carrier] = [parties.get("farm"), parties.get("carrier")];

  const lot = id("lot");
  const lotMessage = {
    by: farm,
    lot,
    quantity: 1_000_000n,
    uom: stringToHex("KGM"),
    decimals: 2,
    document: id("lot paper"),
  };
  figures["registerLot"] = await ledger.submit("registerLot", "LotRegistration", lotMessage, "farm");
  const units = range(20, (i) => id(`unit ${i}`));
  figures["registerUnits of 20, per unit"] = perUnit(
    await ledger.registerUnits(
      "farm",
      lot,
      units,
      units.map(() => 100n),
    ),
    20,
  );
  figures["registerUnits of 1"] = await ledger.registerUnits("farm", zeroHash, [id("asset")], [1n]);

  // Warm: the words have been written since registration, as in a running ledger.
  await ledger.handOff("farm", "carrier", id("asset"), 1, id("paper 0"));
  await ledger.handOff("carrier", "farm", id("asset"), 2, id("paper 1"));
  figures["handOff"] = await ledger.handOff("farm", "carrier", id("asset"), 3, id("paper 2"));
  const back = {
    from: carrier,
    to: farm,
    unit: id("asset"),
    seq: 4,
    fromEpoch: 1,
    toEpoch: 1,
    document: id("paper 3"),
    deadline: farAway,
  };
  const signatures = await ledger.sign(ledger.goods, "HandOff", back, "carrier", "farm");
  figures["handOff, compact signatures"] = await ledger.send(ledger.goods, "handOff", [
    back,
    ...signatures.map(compact),
  ]);
  await rejection(ledger, { ...back, from: farm, to: carrier, seq: 5 });

  await ledger.handOffMany(
    "farm",
    "carrier",
    units,
    units.map(() => 1),
    id("paper 4"),
  );
  figures["handOffMany of 20, per unit"] = perUnit(
    await ledger.handOffMany(
      "carrier",
      "farm",
      units,
      units.map(() => 2),
      id("paper 5"),
    ),
    20,
  );
  await pallets(ledger, farm);
  await batches(ledger);
  await quantities(ledger, farm, lot, units);
  figures["anchor"] = await ledger.send(ledger.anchors, "anchor", [id("root"), 1_000]);
  await registry(ledger, farm);
}

async function rejection(ledger, offer) {
  const [giver] = await ledger.sign(ledger.goods, "HandOff", offer, "farm");
  const digest = hashTypedData(ledger.typedData(ledger.goods, "HandOff", offer));
  const reason = id("two crates are wet");
  const [receiver] = await ledger.sign(ledger.goods, "Rejection", { handOff: digest, reason }, "carrier");
  figures["reject"] = await ledger.send(ledger.goods, "reject", [offer, giver, reason, receiver]);
}

async function pallets(ledger, farm) {
  for (const count of [1, 500]) {
    const [pallet, cases] = [id(`pallet of ${count}`), range(count, (i) => id(`case ${i} of ${count}`))];
    await ledger.registerUnits("farm", zeroHash, [pallet], [1n]);
    await ledger.registerUnits(
      "farm",
      zeroHash,
      cases,
      cases.map(() => 1n),
    );
    const packing = {
      by: farm,
      parent: pallet,
      seq: 1,
      children: cases,
      seqs: cases.map(() => 1),
      document: id("packed"),
    };
    const gas = await ledger.submit("pack", "Packing", packing, "farm");
    if (count > 1) figures["pack 500, per unit"] = perUnit(gas, count);
    await ledger.handOff("farm", "carrier", pallet, 2, id("loaded"));
    figures[`handOff of a pallet with ${count}`] = await ledger.handOff("carrier", "farm", pallet, 3, id("unloaded"));
    const unpacking = { by: farm, parent: pallet, seq: 4, children: cases, document: id("unpacked") };
    const undone = await ledger.submit("unpack", "Unpacking", unpacking, "farm");
    if (count > 1) figures["unpack 500, per unit"] = perUnit(undone, count);
  }
}

async function batches(ledger) {
  const cases = range(500, (i) => id(`case ${i} of 500`));
  figures["handOffMany of 500, per unit"] = perUnit(
    await ledger.handOffMany(
      "farm",
      "carrier",
      cases,
      cases.map(() => 3),
      id("all"),
    ),
    500,
  );
}

async function quantities(ledger, farm, lot, units) {
  const [unit, other] = units;
  figures["split"] = await ledger.submit("split", "Split", { by: farm, unit, seq: 3, amount: 40n }, "farm");
  figures["merge"] = await ledger.submit("merge", "Merge", { by: farm, into: other, intoSeq: 3, unit, seq: 4 }, "farm");
  const report = { by: farm, device: zeroAddress, unit: other, seq: 4, condition: 1, evidence: id("photo") };
  figures["reportCondition"] = await ledger.submit("reportCondition", "ConditionReport", report, "farm");
  const move = { from: farm, to: 3n, note: lot, seq: 1, amount: 500n, document: id("sale") };
  figures["moveTitle, part"] = await ledger.submit("moveTitle", "TitleMove", move, "farm");
  figures["recall"] = await ledger.submit(
    "recall",
    "Recall",
    { by: farm, lot, seq: 1, recalled: true, reason: id("why") },
    "farm",
  );
  const transformation = {
    by: farm,
    inputs: units.slice(2, 4),
    seqs: [3, 3],
    amounts: [100n, 50n],
    titles: [lot, lot],
    lots: [id("juice")],
    quantities: [120n],
    uoms: [stringToHex("LTR")],
    decimals: [0],
    outputs: [id("bottle")],
    document: id("pressing"),
  };
  figures["transform 2 into a lot and a unit"] = await ledger.submit(
    "transform",
    "Transformation",
    transformation,
    "farm",
  );
}

async function registry(ledger, farm) {
  const change = { party: farm, key: keyOf("farm's new key").address, epoch: 1, deadline: farAway };
  const signatures = await ledger.sign(ledger.registry, "KeyChange", change, "farm", "farm's new key");
  figures["setKey"] = await ledger.send(ledger.registry, "setKey", [change, ...signatures]);
}

function perUnit(gas, count) {
  return Math.ceil(gas / count);
}

function report() {
  const file = new URL("../../snapshots/gas.json", import.meta.url);
  const update = process.argv.includes("--update");
  const known = update ? figures : JSON.parse(readFileSync(file, "utf8"));
  let failures = 0;
  for (const name of new Set([...Object.keys(figures), ...Object.keys(gates), ...Object.keys(known)])) {
    const [gas, gate, before] = [figures[name], gates[name], known[name]];
    const broken = gate !== undefined && !(gas <= gate);
    const differs = gas !== before;
    if (broken || differs) failures++;
    const verdict = broken ? "ABOVE ITS GATE" : differs ? `DIFFERS from the snapshot's ${before}` : "";
    console.log(`${name.padEnd(36)}${String(gas).padStart(10)}${gate ? `  gate ${gate}` : ""}  ${verdict}`);
  }
  if (failures > 0) console.log(`${failures} figures are wrong. Where a change is meant: npm run gas:update`);
  else if (update) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = failures > 0 ? 1 : 0;
}
