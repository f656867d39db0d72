package dev.penstock.simulator;

/**
 * What an answer says that it used, as JSON has it: whatever the provider bills, a fault may have it say something else.
 *
 * @param told whether it says anything
 */
record Figures(boolean told, String input, String output) {
    private static final String ABSURD = "9000000000000";

    static Figures of(ModelRequest request, Answer answer, Fault.Usage usage) {
        return switch (usage) {
            case RIGHT ->
                new Figures(
                        request.tellsUsage() || !request.stream(),
                        Integer.toString(request.inputTokens()),
                        Integer.toString(answer.tokens()));
            case NEGATIVE -> new Figures(true, Integer.toString(request.inputTokens()), "-" + (answer.tokens() + 1));
            case ABSURD -> new Figures(true, Integer.toString(request.inputTokens()), ABSURD);
            case NO_NUMBER -> new Figures(true, "\"NaN\"", "\"NaN\"");
            case MISSING -> new Figures(false, "", "");
        };
    }

    /** Both together; where one is no number, the other. */
    String total() {
        try {
            return Long.toString(Long.parseLong(input) + Long.parseLong(output));
        } catch (NumberFormatException e) {
            return output;
        }
    }
}
