package dev.penstock.streams.admission;

/** Where the engine's rows lie while a process runs; both kinds are restored from the same changelogs. */
public enum StoreKind {
    /** On disk, with a bounded cache: state may exceed memory. */
    ROCKSDB,
    /** On the heap: faster, and all state must fit. */
    MEMORY
}
