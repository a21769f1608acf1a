// The gas of money: cash, receivables, orders, loans.
import { encodeAbiParameters, hashStruct, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { farAway, id, roles } from "./ledger.mjs";

/** Gas that a transaction may not exceed (the design's table). */
export const moneyGates = {
  issue: 95_000,
  move: 47_000,
  "move, part": 70_000,
  sell: 70_000,
  "pay through": 55_000,
};

/** In the year 2033: dates are fixed, so that signatures and hashes, and therefore gas, are the same in every run. */
const fixedDate = 2_000_000_000n;
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
  await measureOrders(ledger, figures, parties);
  await measureFacility(ledger, figures, parties);
}

async function measureOrders(ledger, figures, { seller, debtor }) {
  const { orders } = ledger;
  for (const tenor of [0n, 86_400n * 60n]) {
    const kind = tenor === 0n ? "escrow" : "receivable";
    const terms = {
      buyer: debtor,
      seller,
      price: face,
      quantity: 100n,
      tenor,
      deliverBy: farAway,
      arbiter: 0n,
      attester: 0n,
      quorum: 0n,
      disputeWindow: 0n,
      document: id(`terms of ${kind}`),
      givers: [seller],
      receivers: [debtor],
      shares: [10_000n],
      buyerEpoch: 1,
      sellerEpoch: 1,
      deadline: farAway,
    };
    const signatures = await ledger.sign(orders, "OrderTerms", terms, "debtor", "seller");
    figures["agree"] = await ledger.send(orders, "agree", [terms, ...signatures]);
    const order = hashStruct({ ...ledger.typedData(orders, "OrderTerms", terms), data: terms });
    if (tenor === 0n) {
      const funding = { amount: face, order, epoch: 1, deadline: farAway };
      const [signature] = await ledger.sign(orders, "Funding", funding, "debtor");
      figures["fund"] = await ledger.send(orders, "fund", [terms, funding, signature]);
    }
    const unit = id(`crate of ${kind}`);
    await ledger.registerUnits("seller", zeroHash, [unit], [1n]);
    const part = (n) => ({ order, milestone: 0n, quantity: 50n, invoice: face, nullifier: id(`${kind} ${n}`) });
    for (const n of [1, 2]) {
      const delivery = { ...part(n), document: id(`receipt ${n}`) };
      const document = hashStruct({ ...ledger.typedData(orders, "Delivery", delivery), data: delivery });
      const handOff = { from: seller, to: debtor, unit, seq: 2 * n - 1, fromEpoch: 1, toEpoch: 1, document };
      const full = { ...handOff, deadline: farAway };
      const pair = await ledger.sign(ledger.goods, "HandOff", full, "seller", "debtor");
      const gas = await ledger.send(orders, "deliver", [terms, delivery, full, ...pair]);
      if (n === 1) {
        figures[`deliver, ${kind}`] = gas;
        await ledger.handOff("debtor", "seller", unit, 2, id("back"));
      }
    }
  }
}

async function measureFacility(ledger, figures, { seller, debtor, lender }) {
  const { facility, receivables } = ledger;
  await ledger.admitContract("receivables", receivables);
  await ledger.admitContract("facility", facility);
  const self = ledger.parties.get("facility");
  const limit = { lender, debtor, amount: 10n * face, seq: 0 };
  figures["set limit"] = await ledger.submitTo(facility, "setLimit", "Limit", limit, "lender");
  const receivable = await issueOne(ledger, figures, { seller, debtor }, "invoice 4");
  const loan = {
    principal: 800_000n,
    lender,
    borrower: seller,
    debtor,
    fee: 1_000n,
    rate: 1_200n,
    lateRate: 2_400n,
    basis: 360n,
    due: fixedDate,
    grace: 86_400n,
    kind: 1,
    collateral: receivable,
    note: receivable,
    seq: 1,
    amount: face,
    recourse: true,
    residualTo: seller,
    valuer: 0n,
    haircut: 0n,
    marginTime: 0n,
    borrowerEpoch: 1,
    lenderEpoch: 1,
    deadline: farAway,
  };
  const position = hashStruct({ ...ledger.typedData(facility, "Loan", loan), data: loan });
  const [borrower, financier] = await ledger.sign(facility, "Loan", loan, "seller", "lender");
  const move = { from: seller, to: self, receivable, note: receivable, seq: 1, amount: face, via: facility.address };
  const signed = { ...move, document: position, epoch: 1, deadline: farAway };
  const [collateral] = await ledger.sign(receivables, "Move", signed, "seller");
  figures["open a loan"] = await ledger.send(facility, "open", [loan, borrower, financier, collateral]);
  const repayment = { amount: 100_000n, position, seq: 1, epoch: 1, deadline: farAway };
  const [signature] = await ledger.sign(facility, "Repayment", repayment, "seller");
  figures["repay"] = await ledger.send(facility, "repay", [loan, repayment, signature]);
  const payment = { receivable, amount: face, seq: 1 };
  await ledger.submitTo(receivables, "pay", "Payment", payment, "debtor");
  figures["collect"] = await ledger.send(facility, "collect", [loan, receivable, receivable]);
}

async function issueOne(ledger, figures, { seller, debtor }, name) {
  const message = {
    debtor,
    seller,
    face,
    currency: toHex("EUR"),
    due: farAway,
    nullifier: id(name),
    document: id(`paper of ${name}`),
    debtorEpoch: 1,
    sellerEpoch: 1,
  };
  figures["issue"] = await signed(ledger, ledger.receivables, "issue", "Issue", message, "debtor", "seller");
  return keccak256(encodeAbiParameters([{ type: "uint64" }, { type: "bytes32" }], [debtor, id(name)]));
}

async function measureReceivables(ledger, figures, { seller, debtor, lender }) {
  const { receivables } = ledger;
  const issue = (name) => issueOne(ledger, figures, { seller, debtor }, name);
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
