// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../src/Ids.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IIntents} from "../src/interfaces/IIntents.sol";
import {MoneyTest} from "./support/MoneyTest.sol";
import {MoneyTypes} from "./support/MoneyTypes.sol";
import {vm} from "./support/Vm.sol";

contract CashTest is MoneyTest {
    function account(PartyId id) private pure returns (address) {
        return address(uint160(PartyId.unwrap(id)));
    }

    function insufficient(PartyId id, uint256 amount, uint64 held) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICash.InsufficientCash.selector, account(id), amount, held);
    }

    function testABankMintsAgainstAReferenceOnce() public {
        bytes memory data = minting(BANK, FARM, 500, "wire 1");
        accepts(address(cash), data);
        same(balance(FARM), 500, "balance");
        same(cash.totalSupply(), uint256(2) * RICH + 500, "supply");
        refuses(address(cash), data, abi.encodeWithSelector(ICash.ReferenceUsed.selector, BANK, bytes32("wire 1")));
        bytes memory again = minting(BANK, SHOP, 9, "wire 1");
        refuses(address(cash), again, abi.encodeWithSelector(ICash.ReferenceUsed.selector, BANK, bytes32("wire 1")));
        // A reference is the bank's own.
        accepts(address(cash), minting(LENDER, FARM, 1, "wire 1"));
    }

    function testOnlyAnAdmittedBankMints() public {
        bytes memory refusal = abi.encodeWithSelector(IIntents.MissingRole.selector, FARM, 64);
        refuses(address(cash), minting(FARM, FARM, 500, "wire 1"), refusal);
    }

    function testMintingForNobodyOrNothingIsRefused() public {
        PartyId nobody = PartyId.wrap(99);
        bytes memory refusal = abi.encodeWithSelector(IIntents.UnknownParty.selector, nobody);
        refuses(address(cash), minting(BANK, nobody, 1, "r"), refusal);
        refuses(address(cash), minting(BANK, FARM, 0, "r"), abi.encodeWithSelector(ICash.NoAmount.selector));
    }

    function testAllMoneyTogetherFitsAnAccountSoReceivingNeverFails() public {
        uint64 rest = type(uint64).max - uint64(cash.totalSupply());
        bytes memory refusal = abi.encodeWithSelector(ICash.SupplyExhausted.selector, rest + 1, cash.totalSupply());
        refuses(address(cash), minting(BANK, FARM, rest + 1, "r"), refusal);
        accepts(address(cash), minting(BANK, FARM, rest, "r"));
        accepts(address(cash), sending(BUYER, FARM, RICH));
        accepts(address(cash), sending(LENDER, FARM, RICH));
        same(balance(FARM), type(uint64).max, "balance");
    }

    function testMoneyIsBurnedByBothAgainstAReferenceOnce() public {
        bytes memory data = burning(BUYER, BANK, 100, "payout 1");
        accepts(address(cash), data);
        same(balance(BUYER), RICH - 100, "balance");
        same(cash.issuedBy(BANK), uint256(2) * RICH - 100, "issued");
        refuses(address(cash), data, abi.encodeWithSelector(ICash.ReferenceUsed.selector, BANK, bytes32("payout 1")));
        bytes memory never = abi.encodeWithSelector(ICash.NotIssued.selector, LENDER, 1, 0);
        refuses(address(cash), burning(BUYER, LENDER, 1, "payout 2"), never);
        refuses(address(cash), burning(FARM, BANK, 1, "payout 3"), insufficient(FARM, 1, 0));
    }

    function testAnOwnerSendsByIntentEachOnce() public {
        bytes memory data = sending(BUYER, FARM, 70);
        accepts(address(cash), data);
        same(balance(FARM), 70, "balance");
        refuses(address(cash), data, abi.encodeWithSelector(ICash.StaleTransfer.selector, BUYER, 0, 1));
        refuses(address(cash), sending(BUYER, FARM, RICH), insufficient(BUYER, RICH, RICH - 70));
        refuses(address(cash), sending(BUYER, FARM, 0), abi.encodeWithSelector(ICash.NoAmount.selector));
        accepts(address(cash), sending(BUYER, BUYER, 5));
        same(balance(BUYER), RICH - 70, "to itself");
    }

    function testAFrozenPartySpendsNothingAndReceives() public {
        setStatus(REGULATOR, BUYER, 2);
        bytes memory refusal = abi.encodeWithSelector(IIntents.NotActive.selector, BUYER, 2);
        refuses(address(cash), sending(BUYER, FARM, 1), refusal);
        refuses(address(cash), burning(BUYER, BANK, 1, "payout"), refusal);
        vm.prank(vm.addr(keys[BUYER]));
        (bool success, ) = address(cash).call(abi.encodeCall(cash.transfer, (account(FARM), 1)));
        check(!success, "a frozen party's key sent money");
        accepts(address(cash), sending(LENDER, BUYER, 1));
        mint(BUYER, 1);
        same(balance(BUYER), RICH + 2, "received");
    }

    function testTheFaceOfERC20() public {
        check(keccak256(bytes(cash.symbol())) == keccak256("EUR") && cash.decimals() == 2, "symbol and decimals");
        check(keccak256(bytes(cash.name())) == keccak256("Ledger cash EUR"), "name");
        address key = vm.addr(keys[BUYER]);
        vm.prank(key);
        check(cash.transfer(vm.addr(keys[FARM]), 8), "to a key");
        vm.prank(key);
        check(cash.transfer(account(FARM), 2), "to an account");
        same(cash.balanceOf(vm.addr(keys[FARM])), 10, "by the key");
        same(cash.balanceOf(account(FARM)), 10, "by the account");
        address nobody = address(uint160(99));
        bytes memory unknown = abi.encodeWithSelector(ICash.UnknownAccount.selector, nobody);
        vm.prank(key);
        refuses(address(cash), abi.encodeCall(cash.transfer, (nobody, 1)), unknown);
        vm.prank(key);
        bytes memory refusal = insufficient(BUYER, type(uint256).max, RICH - 10);
        refuses(address(cash), abi.encodeCall(cash.transfer, (account(FARM), type(uint256).max)), refusal);
    }

    function testAChangedKeyMovesNoMoney() public {
        uint256 old = keys[BUYER];
        setKey(BUYER, old, 0xFACE);
        same(cash.balanceOf(vm.addr(0xFACE)), RICH, "new key");
        same(cash.balanceOf(vm.addr(old)), 0, "old key");
        vm.prank(vm.addr(old));
        (bool success, ) = address(cash).call(abi.encodeCall(cash.transfer, (account(FARM), 1)));
        check(!success, "a replaced key sent money");
    }

    function testThereIsNoAllowance() public {
        (bool success, ) = address(cash).call(abi.encodeWithSignature("approve(address,uint256)", address(this), 1));
        check(!success, "approve exists");
    }

    function testSettlingTakesTheSignedAmountForTheSignedContractAlone() public {
        bytes32 typeHash = keccak256("Gift(uint64 amount,uint32 epoch,uint64 deadline)");
        bytes memory message = abi.encode(typeHash, uint64(50), uint64(0), epochOf(BUYER), LATER);
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", domain(address(this), block.chainid), keccak256(message))
        );
        bytes memory data = abi.encodeCall(cash.settle, (BUYER, FARM, false, message, sign(keys[BUYER], digest)));
        vm.prank(address(receivables));
        (bool other, ) = address(cash).call(data);
        check(!other, "another contract took the money");
        (bool own, ) = address(cash).call(data);
        check(own && balance(FARM) == 50, "the contract that was signed for");
        message = abi.encode(typeHash, uint64(51), uint64(0), epochOf(BUYER), LATER);
        data = abi.encodeCall(cash.settle, (BUYER, FARM, false, message, sign(keys[BUYER], digest)));
        (own, ) = address(cash).call(data);
        check(!own, "more than was signed was taken");
    }

    function testMalformedSettlementsAreRefused() public {
        bytes memory refusal = abi.encodeWithSelector(ICash.MalformedMessage.selector);
        bytes[5] memory bad = [
            bytes(""),
            abi.encode(1, 2, 3),
            bytes.concat(abi.encode(1, 2, 3, 4), hex"00"),
            abi.encode(1, uint256(1) << 64, 3, 4),
            abi.encode(1, 2, uint256(1) << 32, 4)
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            refuses(address(cash), abi.encodeCall(cash.settle, (BUYER, FARM, false, bad[i], "")), refusal);
        }
    }

    function testDeadlinesOfCash() public {
        bytes[3] memory all = [minting(BANK, FARM, 5, "r"), burning(BUYER, BANK, 5, "s"), sending(BUYER, FARM, 5)];
        for (uint256 i = 0; i < 3; ++i) boundary(address(cash), all[i], LATER);
    }
}
