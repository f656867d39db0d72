package dev.penstock.simulation.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a limit is set to: a number, or a multiple of what it was ({@code x1.5}), rounded down. */
sealed interface Amount {

    /** @param before what the limit was */
    long of(long before);

    record Fixed(long value) implements Amount {
        @Override
        public long of(long before) {
            return value;
        }
    }

    /** What would leave {@code least} to {@code most} ends there; a limit of 0, which means none, stays so. */
    record Times(BigDecimal factor, long least, long most) implements Amount {
        @Override
        public long of(long before) {
            if (before == 0) {
                return 0;
            }
            BigDecimal product = factor.multiply(BigDecimal.valueOf(before)).setScale(0, RoundingMode.DOWN);
            return product.min(BigDecimal.valueOf(most)).longValue() < least
                    ? least
                    : product.min(BigDecimal.valueOf(most)).longValue();
        }
    }

    /** @throws IllegalArgumentException saying what it should be */
    static Amount parse(String text, long least, long most) {
        try {
            if (text.startsWith("x")) {
                BigDecimal factor = new BigDecimal(text.substring(1));
                if (factor.signum() > 0 && factor.precision() <= 18 && Math.abs(factor.scale()) <= 18) {
                    return new Times(factor, least, most);
                }
            } else {
                long value = Long.parseLong(text.replace("_", ""));
                if (value >= least && value <= most) {
                    return new Fixed(value);
                }
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(form(least, most), e);
        }
        throw new IllegalArgumentException(form(least, most));
    }

    private static String form(long least, long most) {
        return "a whole number from " + least + " to " + most + ", or a multiple of what it was such as x2 or x0.5";
    }
}
