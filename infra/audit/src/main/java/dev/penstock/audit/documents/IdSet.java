package dev.penstock.audit.documents;

/** Ids of one slot's deliverables, each by 64 bits of a hash: some 16 bytes an id. Two of ten million are taken for one with a chance of one in 300,000. */
final class IdSet {
    private static final int FIRST_SIZE = 1_024;

    private long[] slots = new long[FIRST_SIZE];
    private int size;

    /** Whether it was not there yet. */
    boolean add(String tenant, String id) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int at = find(slots, hash(tenant, id));
        if (slots[at] != 0) {
            return false;
        }
        slots[at] = hash(tenant, id);
        size++;
        return true;
    }

    boolean contains(String tenant, String id) {
        return slots[find(slots, hash(tenant, id))] != 0;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (long hash : slots) {
            if (hash != 0) {
                larger[find(larger, hash)] = hash;
            }
        }
        slots = larger;
    }

    /** Where it is, or where it would be. */
    private static int find(long[] in, long hash) {
        int at = (int) hash & in.length - 1;
        while (in[at] != 0 && in[at] != hash) {
            at = at + 1 & in.length - 1;
        }
        return at;
    }

    private static long hash(String tenant, String id) {
        long hash = mixed(mixed(0xcbf29ce484222325L, tenant) * 0x100000001b3L, id);
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    private static long mixed(long hash, String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
