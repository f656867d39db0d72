package dev.penstock.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes what an agent might answer: deterministic, in keeping with the request's words and the caller's role. */
final class MarketingText {
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'-]{3,}");
    private static final Set<String> DULL = Set.of(
            "about",
            "caption",
            "facebook",
            "instagram",
            "linkedin",
            "after",
            "again",
            "also",
            "article",
            "before",
            "brief",
            "campaign",
            "could",
            "create",
            "draft",
            "each",
            "email",
            "every",
            "find",
            "from",
            "give",
            "have",
            "help",
            "into",
            "list",
            "make",
            "more",
            "must",
            "need",
            "over",
            "page",
            "plan",
            "please",
            "post",
            "product",
            "should",
            "short",
            "some",
            "that",
            "their",
            "them",
            "there",
            "these",
            "they",
            "this",
            "three",
            "tone",
            "under",
            "using",
            "want",
            "what",
            "when",
            "which",
            "will",
            "with",
            "words",
            "would",
            "write",
            "your");
    private static final List<String> COPY = List.of(
            "Meet %1$s: made for people who would rather use their morning than plan it.",
            "You know what %2$s costs you when it goes wrong. With %1$s it simply does not.",
            "No set-up fee, no small print: just %1$s, ready when you are.",
            "Teams that moved to %1$s got back four hours a week, most of it from %3$s.",
            "Made with care, priced with sense, and loved for its %2$s.",
            "Start today and see the difference in your first %3$s.");
    private static final List<String> SEO = List.of(
            "Primary keyword: \"%1$s %2$s\" (intent: commercial, difficulty: medium).",
            "Title tag: %1$s for %2$s | compare, choose, save (under 60 characters).",
            "Meta description: Looking for %1$s? See how %2$s and %3$s compare, with prices and advice.",
            "Link from the %2$s guide with the anchor \"%1$s %3$s\" to strengthen the cluster.",
            "Add an FAQ block on %3$s; three of the top five results have one.",
            "The page loads in 3.1 s on mobile; compress the hero image before anything else.");
    private static final List<String> SOCIAL = List.of(
            "Monday: a carousel, \"5 things nobody tells you about %1$s\", with %2$s on the last card.",
            "Wednesday: a 20-second clip from the workshop; hook in the first two seconds: \"%3$s, without the fuss\".",
            "Friday: a poll, %2$s or %3$s, answered in the comments by the team.",
            "Hashtags: keep to three, led by the brand's own for %1$s.",
            "Answer every comment within two hours on launch day; the first hour decides the reach.",
            "Repost the best customer photo of %1$s with a thank-you, not a pitch.");
    private static final List<String> ADS = List.of(
            "Headline: %1$s, from today. Description: See why %2$s buyers switch. Free returns.",
            "Split the budget 60/30/10 between search on \"%1$s\", retargeting and a test on %3$s.",
            "Exclude \"free\" and \"jobs\" as negatives; they took 18 %% of last month's clicks.",
            "Target a cost per lead under 14 euros for %2$s; pause any ad set above 20 after 50 clicks.",
            "Variant B leads with %3$s and drops the price; let it run for 1,000 impressions before judging.");
    private static final List<String> ANALYSIS = List.of(
            "Sessions on %1$s rose 12 %% week on week; %2$s brought two thirds of that.",
            "Conversion fell from 3.4 %% to 2.9 %% on mobile, nearly all of it at the %3$s step.",
            "Returning visitors spend 1.8 times as much on %1$s as new ones.",
            "The drop on Tuesday is tracking, not trade: events of %2$s are missing between 09:00 and 11:00.",
            "Recommendation: fix the %3$s form first; at present traffic that is worth about 40 orders a week.");
    private static final List<String> RESEARCH = List.of(
            "Three of the five leading suppliers now position %1$s around %2$s rather than price.",
            "Buyers name %3$s as the main reason to put a decision off, ahead of budget.",
            "Independent reviews of %1$s praise its %2$s and criticise onboarding.",
            "A gap: nobody explains %3$s to people who are new to it.",
            "Suggested angle: an honest comparison of %2$s options, with a table and dates of review.");

    private MarketingText() {}

    /** An answer to {@code request} as {@code role} would give it, a few hundred characters to about 1,500. */
    static String write(String role, String request) {
        String text = Directive.strip(request);
        long hash = Script.hash(role, text);
        List<String> words = subjects(text);
        List<String> lines = templates(role, text);
        int sentences = 4 + (int) Long.remainderUnsigned(hash, 10);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            String line = lines.get((int) Long.remainderUnsigned(Script.mix(hash) + i, lines.size()));
            out.append(out.isEmpty() ? "" : i % 3 == 0 ? "\n\n" : " ");
            out.append(String.format(
                    Locale.ROOT, line, pick(words, hash, 0, i), pick(words, hash, 1, i), pick(words, hash, 2, i)));
        }
        return out.toString();
    }

    private static String pick(List<String> words, long hash, int place, int sentence) {
        long turn = place == 0 ? 0 : Long.remainderUnsigned(hash >>> 8, 7) + sentence + place;
        return words.get((int) (turn % words.size()));
    }

    /** The request's telling words, names first. */
    private static List<String> subjects(String text) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> words = new LinkedHashSet<>();
        String start = text.substring(0, Math.min(text.length(), 2_000));
        WORD.matcher(start)
                .results()
                .map(m -> m.group())
                .filter(w -> !DULL.contains(w.toLowerCase(Locale.ROOT)))
                .limit(24)
                .forEach(w -> {
                    (Character.isUpperCase(w.charAt(0)) ? names : words).add(w);
                });
        List<String> all = new ArrayList<>(names);
        all.addAll(words);
        all.addAll(List.of("the new range", "service", "delivery").subList(0, Math.max(0, 3 - all.size())));
        return all;
    }

    private static List<String> templates(String role, String text) {
        String hint = (role + " " + text).toLowerCase(Locale.ROOT);
        if (hint.contains("seo") || hint.contains("keyword")) {
            return SEO;
        } else if (hint.contains("social") || hint.contains("instagram") || hint.contains("linkedin")) {
            return SOCIAL;
        } else if (hint.contains("paid-ads") || hint.contains("adwords") || hint.contains(" ads ")) {
            return ADS;
        } else if (hint.contains("analyst") || hint.contains("conversion") || hint.contains("report")) {
            return ANALYSIS;
        } else if (hint.contains("research") || hint.contains("planner") || hint.contains("competitor")) {
            return RESEARCH;
        }
        return COPY;
    }
}
