package dev.penstock.torture.mutants;

/**
 * One deliberate bug, as a change of a source file's text.
 *
 * @param bug what somebody would have got wrong, in a sentence
 * @param file under the core's base package, such as {@code decide/Claim.java}
 * @param anchor text that is in the file exactly once
 * @param replacement what stands there instead
 */
record Mutant(String name, String bug, String file, String anchor, String replacement) {
    /** @throws IllegalStateException when the anchor is not there exactly once */
    String applyTo(String source) {
        int first = source.indexOf(anchor);
        if (first < 0 || source.indexOf(anchor, first + 1) >= 0) {
            throw new IllegalStateException(
                    ("Mutant %s: expected its anchor \"%s\" exactly once in %s, but it is there %s. The core has changed:"
                                    + " adapt the anchor in %s, or, when the rule that it breaks is gone, break the rule that came instead.")
                            .formatted(name, anchor, file, first < 0 ? "nowhere" : "more than once", Mutants.RESOURCE));
        }
        return source.substring(0, first) + replacement + source.substring(first + anchor.length());
    }
}
