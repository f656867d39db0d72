package dev.penstock.local;

import java.nio.file.Path;

/** What lies where in the stack's folder. */
record Layout(Path folder) {
    Path kafka() {
        return folder.resolve("kafka");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path redis() {
        return folder.resolve("redis");
    }

    Path mongo() {
        return folder.resolve("mongo");
    }

    /** What the provider simulator billed, where it has a process of its own. */
    Path simulatorJournal() {
        return folder.resolve("simulator").resolve("journal.jsonl");
    }

    /** State stores of the apps; may be lost at the price of a longer start. */
    Path state() {
        return folder.resolve("state");
    }

    Path log(String part) {
        return folder.resolve("logs").resolve(part + ".log");
    }

    Path settings(String app) {
        return folder.resolve("settings").resolve(app + ".properties");
    }

    /** API keys of the seeded tenants in plain text. */
    Path keys() {
        return folder.resolve("api-keys.properties");
    }

    /** Keys that callback tokens are signed and webhook secrets sealed with. */
    Path callbackKeys() {
        return folder.resolve("keys").resolve("callbacks.txt");
    }

    /** The pair of keys that tenants' keys to providers are sealed with. */
    Path providerPublicKey() {
        return folder.resolve("keys").resolve("provider-keys-public.pem");
    }

    Path providerPrivateKey() {
        return folder.resolve("keys").resolve("provider-keys-private.pem");
    }

    /** Webhook secrets of the seeded tenants in plain text. */
    Path webhookSecrets() {
        return folder.resolve("keys").resolve("webhook-secrets.properties");
    }

    /** What a stack in the background says of itself. */
    Path daemon() {
        return folder.resolve("stack.properties");
    }

    /** What the stack in the background was told to be. */
    Path options() {
        return folder.resolve("settings").resolve("stack-options.properties");
    }

    /** Locked by whoever uses the folder. */
    Path lock() {
        return folder.resolve("lock");
    }
}
