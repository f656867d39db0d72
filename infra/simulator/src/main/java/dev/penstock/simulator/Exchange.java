package dev.penstock.simulator;

/**
 * A call that is being answered.
 *
 * @param figures what the answer says that it used
 */
record Exchange(CallRecord call, ModelRequest request, Answer answer, Figures figures) {
    /** The id of what is answered, such as {@code msg_sim…}. */
    String id(String prefix) {
        return prefix + "sim" + Long.toHexString(Script.mix(call.id() + 1))
                + Long.toString(call.id(), Character.MAX_RADIX);
    }

    String model() {
        return request.model();
    }
}
