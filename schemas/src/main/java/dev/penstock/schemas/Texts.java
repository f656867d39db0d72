package dev.penstock.schemas;

/** Small questions about text that others wrote. */
public final class Texts {
    /** Longest piece of somebody's content that a message of ours quotes. */
    static final int QUOTED_CHARS = 40;

    private Texts() {}

    static int chars(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Length of {@code text} in UTF-8, without encoding it. */
    static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts 2 of the pair's 4 bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** Whether no half of a surrogate pair stands alone; such text has no UTF-8 form. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** {@code text} within quotation marks, safe to print, cut to a few characters. */
    static String quoted(String text) {
        return "'" + line(text, QUOTED_CHARS) + "'";
    }

    /** {@code text} as one printable line of at most {@code max} UTF-16 units. */
    public static String line(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && line.length() < max; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\ufffd' : c);
        }
        if (text.length() > max) {
            line.setCharAt(max - 1, '…');
        }
        return line.toString();
    }
}
