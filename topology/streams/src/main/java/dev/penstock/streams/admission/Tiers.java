package dev.penstock.streams.admission;

import dev.penstock.admission.Tier;
import java.util.Optional;

/** The core's tiers and the contract's. */
final class Tiers {
    private Tiers() {}

    /** Empty for a tier that is missing or newer than this version. */
    static Optional<Tier> toCore(dev.penstock.schemas.v1.Tier tier) {
        return switch (tier) {
            case TIER_URGENT -> Optional.of(Tier.URGENT);
            case TIER_NORMAL -> Optional.of(Tier.NORMAL);
            case TIER_BATCH -> Optional.of(Tier.BATCH);
            case TIER_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    static dev.penstock.schemas.v1.Tier toProto(Tier tier) {
        return switch (tier) {
            case URGENT -> dev.penstock.schemas.v1.Tier.TIER_URGENT;
            case NORMAL -> dev.penstock.schemas.v1.Tier.TIER_NORMAL;
            case BATCH -> dev.penstock.schemas.v1.Tier.TIER_BATCH;
        };
    }
}
