// The gas of money: cash, receivables.
import { toHex, zeroAddress, zeroHash, keccak256, encodeAbiParameters } from "viem";
import { farAway, id, roles } from "./ledger.mjs";

/** Gas that a transaction may not exceed (the design's table). */
export const moneyGates = {
  issue: 95_000,
  move: 47_000,
  "move, part": 70_000,
  sell: 70_000,
  "pay through": 55_000,
};

const year = 31_536_000n;
const face = 1_000_000n;

export async function measureMoney(ledger, figures) {
  const parties = {};
  for (const [name, role] of Object.entries({ bank: roles.bank, seller: 0, debtor: 0, lender: 0 })) {
    await ledger.admit(name, role);
    parties[name] = ledger.parties.get(name);
  }
  for (const name of ["seller", "debtor", "lender"]) {
    const mint = { bank: parties.bank, to: parties[name], amount: 1_000_000_000n, bankRef: id(`ref ${name}`) };
    figures["mint"] = await ledger.submitTo(ledger.cash, "mint", "Mint", mint, "bank");
  }
  const sent = { from: parties.seller, to: parties.debtor, amount: 100n, seq: 0, document: zeroHash };
  figures["cash transfer"] = await ledger.submitTo(ledger.cash, "transferByIntent", "CashTransfer", sent, "seller");
  await measureReceivables(ledger, figures, parties);
}

async function measureReceivables(ledger, figures, { seller, debtor, lender }) {
  const { receivables } = ledger;
  const block = await ledger.client.getBlock();
  const issue = async (name) => {
    const message = {
      debtor,
      seller,
      face,
      currency: toHex("EUR"),
      due: block.timestamp + year / 4n,
      nullifier: id(name),
      document: id(`paper of ${name}`),
      debtorEpoch: 1,
      sellerEpoch: 1,
    };
    figures["issue"] = await signed(ledger, receivables, "issue", "Issue", message, "debtor", "seller");
    return keccak256(encodeAbiParameters([{ type: "uint64" }, { type: "bytes32" }], [debtor, id(name)]));
  };
  const receivable = await issue("invoice 1");
  const move = { from: seller, to: lender, receivable, note: receivable, via: zeroAddress, document: id("why") };
  const whole = { ...move, seq: 1, amount: face };
  figures["move"] = await ledger.submitTo(receivables, "move", "Move", whole, "seller");
  const part = { ...move, from: lender, to: seller, seq: 2, amount: face / 4n };
  figures["move, part"] = await ledger.submitTo(receivables, "move", "Move", part, "lender");
  const payment = { debtor, receivable, amount: 1_000n, seq: 1 };
  await ledger.submitTo(receivables, "pay", "Payment", payment, "debtor");
  figures["pay into the pot"] = await ledger.submitTo(receivables, "pay", "Payment", { ...payment, seq: 2 }, "debtor");
  const redemption = { owner: lender, receivable, note: receivable, seq: 3 };
  figures["redeem"] = await ledger.submitTo(receivables, "redeem", "Redemption", redemption, "lender");
  const dilution = { ...redemption, seq: 4, amount: 500n, document: id("credit note") };
  figures["dilute"] = await ledger.submitTo(receivables, "dilute", "Dilution", dilution, "lender");

  const sold = await issue("invoice 2");
  const sale = { buyer: lender, price: 990_000n, seller, receivable: sold, note: sold, seq: 1, amount: face };
  const epochs = { sellerEpoch: 1, buyerEpoch: 1 };
  figures["sell"] = await signed(ledger, receivables, "sell", "Sale", { ...sale, ...epochs }, "seller", "lender");
  const whole2 = { debtor, receivable: sold, amount: face, seq: 1 };
  figures["pay through"] = await ledger.submitTo(receivables, "pay", "Payment", whole2, "debtor");

  const early = await issue("invoice 3");
  const retirement = { debtor, price: 980_000n, owner: seller, receivable: early, note: early, seq: 1, amount: face };
  const both = { ownerEpoch: 1, debtorEpoch: 1 };
  figures["retire"] = await signed(
    ledger,
    receivables,
    "retire",
    "Retirement",
    { ...retirement, ...both },
    "seller",
    "debtor",
  );
}

async function signed(ledger, contract, call, type, message, ...names) {
  const full = { ...message, deadline: farAway };
  return ledger.send(contract, call, [full, ...(await ledger.sign(contract, type, full, ...names))]);
}
