package dev.penstock.ingest.output;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a client has come: the id of a frame. */
sealed interface Mark {
    /** The attempt that the frame was of. */
    int attempt();

    /**
     * After a piece as its agent made it.
     *
     * @param number of the piece within its grant; 0 after a restart, when the client has nothing
     * @param grant when the engine granted what made it; negative when a client left it out, for whichever grant of the attempt is the latest
     */
    record Piece(int attempt, int number, long grant) implements Mark {
        @Override
        public String toString() {
            return attempt + "-" + number + (grant < 0 ? "" : "-" + grant);
        }
    }

    /** After the rest of an output that is finished. */
    record Rest(int attempt) implements Mark {
        @Override
        public String toString() {
            return attempt + "-rest";
        }
    }

    /** After the end. */
    record End(int attempt) implements Mark {
        @Override
        public String toString() {
            return attempt + "-end";
        }
    }

    Pattern FORM =
            Pattern.compile("(0|[1-9][0-9]{0,8})-(?:(0|[1-9][0-9]{0,8})(?:-(0|[1-9][0-9]{0,17}))?|(rest)|(end))");

    /** Empty for what is no mark. */
    static Optional<Mark> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int attempt = Integer.parseInt(form.group(1));
        if (form.group(4) != null) {
            return Optional.of(new Rest(attempt));
        }
        if (form.group(5) != null) {
            return Optional.of(new End(attempt));
        }
        long grant = form.group(3) == null ? -1 : Long.parseLong(form.group(3));
        return Optional.of(new Piece(attempt, Integer.parseInt(form.group(2)), grant));
    }
}
