// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Bits of a party's roles.
uint32 constant REGISTRAR = 1;
uint32 constant PRODUCER = 2;
uint32 constant BANK = 64;
uint32 constant REGULATOR = 128;
/// @dev A contract that settles debts: through it a frozen party still pays what it owes.
uint32 constant SETTLEMENT = 512;

// Bits of what a device may attest.
uint32 constant ATTESTS_ARRIVAL = 1;
uint32 constant ATTESTS_CONDITION = 2;
