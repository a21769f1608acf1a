// Writes test/PROPERTIES.md: every invariant of the design and every attack, with the tests that prove it and their results.
//   node scripts/properties.mjs            runs the tests and writes the table; fails where one fails
//   node scripts/properties.mjs --check    runs nothing; fails where the table is not that of the tests' names, or an
//                                          invariant has no test
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const invariants = [
  "Σ notes of a receivable = face − redeemed − retired − diluted",
  "0 ≤ redeemed ≤ paid ≤ face",
  "Each note has one owner",
  "`seq` strictly increases",
  "(debtor, nullifier) once, ever",
  "No object without all required signatures",
  "Cash held by a contract = Σ of its liabilities",
  "A waterfall's parts sum to its input, in priority order; interest rounds up, payouts down, the last claimant sweeps the dust",
  "Collateral leaves Facility only by repayment, the lender's release or default",
  "Pledged quantity ≤ title quantity; split, merge and transform conserve quantity",
  "Escrow pays out exactly once",
  "Frozen or paused never blocks pay, redeem, repay",
  "Any submitter gives the same result",
  "Settled and closed are terminal",
  "Exposure(lender, debtor) ≤ the signed limit",
  "No admin action reduces another party's assets",
  "One unit has one custodian; a packed unit moves only with its parent",
];
const check = process.argv.includes("--check");
const folder = new URL("../test/", import.meta.url);
const file = new URL("PROPERTIES.md", folder);

const results = check ? undefined : run();
const rows = [];
let failed = false;
for (const source of readdirSync(folder)
  .filter((name) => name.endsWith(".t.sol"))
  .sort()) {
  const text = readFileSync(new URL(source, folder), "utf8");
  for (const [, name, parameters] of text.matchAll(/function ((?:invariant_|test)\w+)\(([^)]*)\)/g))
    rows.push({ source: source.replace(".t.sol", ""), name, fuzzed: parameters.trim() !== "" });
}
const text = render();
if (check) {
  const same = readFileSync(file, "utf8") === text;
  if (!same) console.log("test/PROPERTIES.md is not what the tests are: npm run properties");
  failed ||= !same;
} else if (!failed) writeFileSync(file, text);
console.log(`${invariants.length} invariants, ${rows.length} tests`);
process.exitCode = failed ? 1 : 0;

/** Runs the tests; resolves to those that passed: `File.name`. */
function run() {
  const { stdout, status } = spawnSync("npx", ["hardhat", "test", "solidity"], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 1 << 26,
  });
  const found = new Set();
  let source;
  for (const line of stdout.split("\n")) {
    source = /(\w+)\.t\.sol:/.exec(line)?.[1] ?? source;
    const passed = /✔ (\w+)\(/.exec(line);
    if (passed) found.add(`${source}.${passed[1]}`);
  }
  if (status !== 0) {
    console.log(stdout);
    process.exit(1);
  }
  return found;
}

function resultOf({ source, name }) {
  if (results === undefined || results.has(`${source}.${name}`)) return "passed";
  failed = true;
  console.log(`${source}.${name} did not pass`);
  return "did not pass";
}

function how({ name, fuzzed }) {
  if (name.startsWith("invariant_")) return "invariant: 24 runs of 60 hostile calls";
  return fuzzed ? "fuzz: 256 runs" : "unit";
}

function line(first, row) {
  return `| ${first} | \`${row.source}.${row.name}\` | ${how(row)} | ${resultOf(row)} |`;
}

function render() {
  const lines = ["# Properties of the contracts", ""];
  lines.push("Written by `npm run properties` from the tests and their results; README.md says what is meant.", "");
  lines.push("## Invariants", "", "| invariant | test | how | result |", "|---|---|---|---|");
  invariants.forEach((text, i) => {
    const proofs = rows.filter(({ name }) => name.startsWith(`invariant_${i + 1}_`));
    if (proofs.length === 0) {
      failed = true;
      console.log(`Invariant ${i + 1} has no test: ${text}`);
    }
    for (const row of proofs) lines.push(line(`${i + 1}. ${text}`, row));
  });
  lines.push("", "## Attacks", "", "| attack | test | how | result |", "|---|---|---|---|");
  for (const row of rows.filter(({ source }) => source.endsWith("Attacks"))) lines.push(line(words(row.name), row));
  lines.push("", "## Everything else", "", "| promise | test | how | result |", "|---|---|---|---|");
  for (const row of rows.filter(({ source, name }) => !source.endsWith("Attacks") && !name.startsWith("invariant_")))
    lines.push(line(words(row.name), row));
  return `${lines.join("\n")}\n`;
}

/** testAFrozenPartyPays → a frozen party pays */
function words(name) {
  return name
    .replace(/^test(Fuzz)?/, "")
    .replace(/([A-Z])/g, " $1")
    .trim()
    .toLowerCase();
}
