package dev.penstock.local;

import dev.penstock.embedded.FreePorts;

/** TCP ports of the loopback address that the parts listen on; 0 takes a free one. */
public record Ports(int api, int kafka, int postgres, int redis, int simulator, int mongo) {
    /** What {@code up} uses unless told otherwise: the usual ones where seldom taken, else those with a 1 before them. */
    public static final Ports DEFAULT = new Ports(8080, 9092, 15_432, 16_379, 18_080, 17_017);

    /** Free ones, for tests and runs that must not meet another stack. */
    public static final Ports FREE = new Ports(0, 0, 0, 0, 0, 0);

    public Ports {
        check("api", api);
        check("kafka", kafka);
        check("postgres", postgres);
        check("redis", redis);
        check("simulator", simulator);
        check("mongo", mongo);
    }

    /** The same with a free port for every 0. */
    Ports resolved() {
        return new Ports(
                FreePorts.orFree(api),
                FreePorts.orFree(kafka),
                FreePorts.orFree(postgres),
                FreePorts.orFree(redis),
                FreePorts.orFree(simulator),
                FreePorts.orFree(mongo));
    }

    private static void check(String part, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port of " + part + " is " + port + " but should be 0 to 65535.");
        }
    }
}
