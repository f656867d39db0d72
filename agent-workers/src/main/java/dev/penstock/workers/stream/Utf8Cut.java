package dev.penstock.workers.stream;

/** Where a text may be cut so that its parts are whole texts of a bounded size. */
final class Utf8Cut {
    private Utf8Cut() {}

    /**
     * The end of the longest part from the beginning that takes at most {@code maxBytes} of UTF-8 and cuts no code point in two. A half of a surrogate pair without the other one
     * counts as 3 bytes, though it is written as fewer.
     */
    static int end(CharSequence text, int maxBytes) {
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            char unit = text.charAt(at);
            boolean pair = Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            bytes += pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
            if (bytes > maxBytes) {
                return at;
            }
            at += pair ? 2 : 1;
        }
        return at;
    }

    /** The end of what can go now: all of it, without a first half of a surrogate pair whose second one may be still to come. */
    static int settled(CharSequence text) {
        int length = text.length();
        return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    }
}
