package dev.penstock.streams.query;

import java.util.Optional;

/** Which process works on which slot, as far as the group has told. */
@FunctionalInterface
public interface SlotHolders {
    /** Host and port that the holder of {@code slot} answers on; empty while nobody is known to have it. */
    Optional<String> addressOf(int slot);
}
