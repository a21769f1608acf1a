// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, ReceivableId} from "../src/Ids.sol";
import {IReceivables} from "../src/interfaces/IReceivables.sol";
import {MoneyTest} from "./support/MoneyTest.sol";

contract MoneyFuzz is MoneyTest {
    function debt(uint64 face) private returns (ReceivableId) {
        IReceivables.Issue memory m = invoice(BUYER, FARM, "fuzz");
        m.face = face;
        accepts(address(receivables), issuing(m));
        return receivables.idOf(BUYER, "fuzz");
    }

    /// @dev However a debt is divided and paid, each holder ends with exactly its amount.
    function testFuzzEachHolderGetsItsAmountExactly(uint64 face, uint64 a, uint64 b, uint64 one, uint64 two) public {
        face = 3 + (face % RICH);
        (a, b) = (1 + (a % (face - 2)), 0);
        b = 1 + (two % (face - a - 1 == 0 ? 1 : face - a - 1));
        one = 1 + (one % (face - 1));
        ReceivableId id = debt(face);
        (NoteId x, NoteId y) = (partOf(id, first(id), 1), partOf(id, first(id), 2));
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), a));
        accepts(address(receivables), paying(BUYER, id, one));
        if (a + b < face) accepts(address(receivables), moving(FARM, CARRIER, id, first(id), b));
        else b = 0;
        if (receivables.note(id, x).redeemable != 0) accepts(address(receivables), redeeming(SHOP, id, x));
        accepts(address(receivables), paying(BUYER, id, face - one));
        accepts(address(receivables), redeeming(FARM, id, first(id)));
        if (receivables.note(id, x).redeemable != 0) accepts(address(receivables), redeeming(SHOP, id, x));
        if (b != 0) accepts(address(receivables), redeeming(CARRIER, id, y));
        same(balance(SHOP), a, "part");
        same(balance(CARRIER), b, "second part");
        same(balance(FARM), face - a - b, "rest");
        same(cash.heldBy(address(receivables)), 0, "dust");
    }

    /// @dev A credit note takes exactly its amount off what is owed, and no holder loses a claim to another.
    function testFuzzADilutionTakesItsAmountAndNothingElse(uint64 face, uint64 a, uint64 paid, uint64 less) public {
        face = 2 + (face % RICH);
        a = 1 + (a % (face - 1));
        paid = paid % face;
        ReceivableId id = debt(face);
        NoteId part = partOf(id, first(id), 1);
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), a));
        if (paid != 0) accepts(address(receivables), paying(BUYER, id, paid));
        IReceivables.NoteState memory n = receivables.note(id, part);
        uint64 most = n.open - n.redeemable;
        if (most > face - paid) most = face - paid;
        if (most == 0) return;
        less = 1 + (less % most);
        accepts(address(receivables), diluting(SHOP, id, part, less));
        same(receivables.receivable(id).outstanding, face - paid - less, "outstanding");
        if (face - paid - less != 0) accepts(address(receivables), paying(BUYER, id, face - paid - less));
        if (receivables.note(id, part).redeemable != 0) accepts(address(receivables), redeeming(SHOP, id, part));
        if (receivables.note(id, first(id)).redeemable != 0) {
            accepts(address(receivables), redeeming(FARM, id, first(id)));
        }
        same(balance(FARM), face - a, "the other holder");
        same(balance(SHOP), a - less, "the diluted one");
    }

    function testFuzzASplitConserves(uint64 face, uint64 amount) public {
        face = 2 + (face % (type(uint64).max - 1));
        amount = 1 + (amount % (face - 1));
        ReceivableId id = debt(face);
        accepts(address(receivables), moving(FARM, SHOP, id, first(id), amount));
        same(receivables.note(id, first(id)).amount, face - amount, "rest");
        same(receivables.note(id, partOf(id, first(id), 1)).amount, amount, "part");
    }
}
