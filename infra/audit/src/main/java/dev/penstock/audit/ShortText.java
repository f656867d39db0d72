package dev.penstock.audit;

/** Values as findings show them: a long one is cut, and stands with its length and a hash of all of it. */
public final class ShortText {
    /** Texts up to this many characters are kept whole. */
    public static final int WHOLE = 64;

    private static final int SHOWN = 40;

    private ShortText() {}

    public static String of(String value) {
        if (value.length() <= WHOLE) {
            return value;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        return value.substring(0, SHOWN) + "… (" + value.length() + " characters, " + Long.toHexString(hash) + ")";
    }
}
