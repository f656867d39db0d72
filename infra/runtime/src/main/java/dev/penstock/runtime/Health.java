package dev.penstock.runtime;

/**
 * How a process is.
 *
 * @param live false when only a restart can help
 * @param ready whether it does its work now
 * @param detail one line for people
 */
public record Health(boolean live, boolean ready, String detail) {
    public static Health up(String detail) {
        return new Health(true, true, detail);
    }

    public static Health starting(String detail) {
        return new Health(true, false, detail);
    }

    public static Health failed(String detail) {
        return new Health(false, false, detail);
    }
}
