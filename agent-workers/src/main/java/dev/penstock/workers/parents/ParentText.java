package dev.penstock.workers.parents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A task's own input with its parents' results after it, each under the name that their plan gave it:
 *
 * <pre>
 * Write the landing page.
 *
 * Results of the tasks that this one builds on:
 *
 * &lt;result of="keywords"&gt;
 * ...
 * &lt;/result&gt;
 * </pre>
 */
final class ParentText {
    private ParentText() {}

    /** A parent's result under its name. */
    record Result(String name, String text) {}

    /** @param maxChars what the results may have together; those that are too long for their share are cut, and say so */
    static String of(String input, List<Result> results, int maxChars) {
        StringBuilder whole = new StringBuilder(input).append("\n\nResults of the tasks that this one builds on:\n");
        Map<Result, Integer> shares = shares(results, maxChars);
        for (Result result : results) {
            whole.append("\n<result of=\"")
                    .append(result.name().replace('"', '\''))
                    .append("\">\n")
                    .append(cut(result.text(), shares.getOrDefault(result, 0)))
                    .append("\n</result>\n");
        }
        return whole.toString();
    }

    /** Equal shares, of which short results leave the rest to the longer ones. */
    private static Map<Result, Integer> shares(List<Result> results, int maxChars) {
        List<Result> shortest = new ArrayList<>(results);
        shortest.sort(Comparator.comparingInt(result -> result.text().length()));
        Map<Result, Integer> shares = new HashMap<>();
        int room = maxChars;
        for (int i = 0; i < shortest.size(); i++) {
            int share = Math.min(shortest.get(i).text().length(), room / (shortest.size() - i));
            shares.put(shortest.get(i), share);
            room -= share;
        }
        return shares;
    }

    private static String cut(String text, int share) {
        if (text.length() <= share) {
            return text;
        }
        int end = share > 0 && Character.isHighSurrogate(text.charAt(share - 1)) ? share - 1 : share;
        return text.substring(0, end) + "\n[cut here: " + (text.length() - end) + " of " + text.length()
                + " characters are left out]";
    }
}
