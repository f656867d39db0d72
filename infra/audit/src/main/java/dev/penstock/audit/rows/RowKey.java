package dev.penstock.audit.rows;

/**
 * What a row is found by.
 *
 * @param id of the task or call, or the campaign's name
 * @param atMillis when the run or the call began, 0 for campaigns
 */
record RowKey(String tenant, String id, long atMillis) {
    /** Which of {@code passes} over the records takes this row. */
    int pass(int passes) {
        return Math.floorMod(hashCode() * 0x9E3779B9 >>> 7, passes);
    }
}
