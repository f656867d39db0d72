package dev.penstock.chaos;

/**
 * A call in the provider's journal.
 *
 * @param beginMillis wall clock
 * @param endMillis the same; {@link Long#MAX_VALUE} while it is under way
 * @param outcome {@code ok}, {@code client_gone}, …
 */
record ProviderCall(
        String tenant,
        String role,
        String task,
        int attempt,
        long beginMillis,
        long endMillis,
        String outcome,
        long input,
        long output) {
    boolean isOk() {
        return outcome.equals("ok");
    }

    boolean isRunning() {
        return endMillis == Long.MAX_VALUE;
    }

    ProviderBill.Billed billed() {
        return new ProviderBill.Billed(tenant, task, attempt, input, output, isOk());
    }
}
