// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyId} from "./Ids.sol";
import {ICouncil} from "./interfaces/ICouncil.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Intents} from "./libraries/Intents.sol";
import {PartyWords} from "./libraries/PartyWord.sol";

/// @title Council
contract Council is ICouncil {
    uint256 private constant SIGNATURE = 65;

    /// @inheritdoc ICouncil
    IRegistry public immutable registry;

    /// @inheritdoc ICouncil
    uint256 public immutable threshold;

    /// @dev Written by the constructor alone.
    PartyId[] private _members;
    mapping(PartyId => bool) private _isMember;

    /// @param registry_ Where the members are parties.
    /// @param members_ Their ids, rising.
    /// @param threshold_ How many have to sign.
    constructor(IRegistry registry_, PartyId[] memory members_, uint256 threshold_) {
        if (threshold_ == 0 || threshold_ > members_.length) revert BadThreshold(threshold_, members_.length);
        (registry, threshold, _members) = (registry_, threshold_, members_);
        uint64 last = 0;
        for (uint256 i = 0; i < members_.length; ++i) {
            PartyId member = members_[i];
            bool known = registry_.word(member).status() != PartyWords.UNKNOWN;
            if (!known || PartyId.unwrap(member) <= last) revert BadMember(member);
            _isMember[member] = true;
            last = PartyId.unwrap(member);
        }
    }

    /// @inheritdoc ICouncil
    function isValidSignature(bytes32 digest, bytes calldata signatures) external view returns (bytes4) {
        if (signatures.length % SIGNATURE != 0 || signatures.length / SIGNATURE < threshold) return 0;
        uint64 last = 0;
        for (uint256 i = 0; i < signatures.length; i += SIGNATURE) {
            address signer = Intents.signerOf(digest, signatures[i:i + SIGNATURE]);
            PartyId member = registry.partyOf(signer);
            // Rising ids: nobody counts twice. The party of no key is 0, which is never a member.
            if (PartyId.unwrap(member) <= last || !_counts(member)) return 0;
            last = PartyId.unwrap(member);
        }
        return this.isValidSignature.selector;
    }

    /// @inheritdoc ICouncil
    function members() external view returns (PartyId[] memory) {
        return _members;
    }

    function _counts(PartyId party) private view returns (bool) {
        return _isMember[party] && registry.word(party).status() == PartyWords.ACTIVE;
    }
}
