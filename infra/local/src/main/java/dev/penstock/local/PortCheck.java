package dev.penstock.local;

import dev.penstock.embedded.FreePorts;

/** Tells of a taken port before a server stumbles over it. */
final class PortCheck {
    private PortCheck() {}

    /** Throws when somebody listens on {@code port} already; {@code setting} is how to choose another. */
    static void require(String part, int port, String setting) {
        if (!FreePorts.isFree(port)) {
            throw new LocalStackException("Port " + port + ", where " + part
                    + " is to listen, is taken. Stop what listens there, or choose another port with the setting "
                    + setting + ".");
        }
    }
}
