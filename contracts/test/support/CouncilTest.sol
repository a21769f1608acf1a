// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "../../src/Ids.sol";
import {ICouncil} from "../../src/interfaces/ICouncil.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {LedgerTest} from "./LedgerTest.sol";
import {Types} from "./Types.sol";

/// @dev A council of 2 of farm, carrier and regulator, admitted as a party that may freeze.
abstract contract CouncilTest is LedgerTest {
    PartyId internal constant COUNCIL = PartyId.wrap(7);

    ICouncil internal council;

    function setUp() public virtual override {
        super.setUp();
        council = found(list(FARM, CARRIER, REGULATOR), 2);
        admitCouncil(council, COUNCIL, 128, by(admissionDigest(council, COUNCIL, 128), FARM, CARRIER));
    }

    function found(PartyId[] memory members, uint256 threshold) internal returns (ICouncil) {
        return ICouncil(deploy("Council", abi.encode(registry, members, threshold)));
    }

    function list(PartyId a, PartyId b, PartyId c) internal pure returns (PartyId[] memory members) {
        members = new PartyId[](3);
        (members[0], members[1], members[2]) = (a, b, c);
    }

    // Signing together.

    function by(bytes32 digest, PartyId a) internal view returns (bytes memory) {
        return sign(keys[a], digest);
    }

    function by(bytes32 digest, PartyId a, PartyId b) internal view returns (bytes memory) {
        return bytes.concat(sign(keys[a], digest), sign(keys[b], digest));
    }

    function by(bytes32 digest, PartyId a, PartyId b, PartyId c) internal view returns (bytes memory) {
        return bytes.concat(by(digest, a, b), sign(keys[c], digest));
    }

    // Admission.

    function councilAdmission(
        ICouncil key,
        PartyId id,
        uint32 roles
    ) internal view returns (IRegistry.Admission memory message) {
        message = admission(id, address(key), roles);
        message.recovery = address(0);
    }

    function admissionDigest(ICouncil key, PartyId id, uint32 roles) internal view returns (bytes32) {
        return digestOf(address(registry), Types.ADMISSION, abi.encode(councilAdmission(key, id, roles)));
    }

    function admitCouncil(ICouncil key, PartyId id, uint32 roles, bytes memory signatures) internal {
        IRegistry.Admission memory message = councilAdmission(key, id, roles);
        registry.admit(message, registered(keys[REGISTRAR], Types.ADMISSION, abi.encode(message)), signatures);
    }

    // Freezing.

    function status(PartyId id, uint8 to) internal view returns (IRegistry.StatusChange memory) {
        return IRegistry.StatusChange(id, to, "reason", epochOf(id), COUNCIL, epochOf(COUNCIL), LATER);
    }

    function statusDigest(IRegistry.StatusChange memory change) internal view returns (bytes32) {
        return digestOf(address(registry), Types.STATUS_CHANGE, abi.encode(change));
    }

    function submit(
        IRegistry.StatusChange memory change,
        bytes memory signatures
    ) internal returns (bool success, bytes memory answer) {
        return address(registry).call(abi.encodeCall(registry.setStatus, (change, signatures)));
    }

    function freeze(PartyId id) internal {
        IRegistry.StatusChange memory change = status(id, 2);
        registry.setStatus(change, by(statusDigest(change), FARM, CARRIER));
    }

    function statusOf(PartyId id) internal view returns (uint8 value) {
        (, , , value) = registry.party(id);
    }
}
