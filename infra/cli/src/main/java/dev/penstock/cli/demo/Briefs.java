package dev.penstock.cli.demo;

import dev.penstock.schemas.Roles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What marketing teams ask for, by role: one brief a line, with brand and product left open. */
final class Briefs {
    private record Client(String brand, String product) {}

    private static final List<Client> CLIENTS = List.of(
            new Client("Hearth & Rye", "sourdough starter kits"),
            new Client("Nordlicht", "rain jackets for children"),
            new Client("Blue Thistle", "seasonal flower boxes"),
            new Client("Kettleworks", "enamel camping stoves"),
            new Client("Olive & Oar", "refillable hand soap"),
            new Client("Fernweh", "folding travel bicycles"),
            new Client("Little Otter", "wooden puzzle maps"),
            new Client("Marlowe Optics", "reading glasses for screens"),
            new Client("Greenline", "balcony solar panels"),
            new Client("Papaver", "hand-bound notebooks"),
            new Client("Tidewater", "smoked sea salt"),
            new Client("Atlas Physio", "online back courses"));

    private final Map<String, List<String>> byRole;

    private Briefs(Map<String, List<String>> byRole) {
        this.byRole = byRole;
    }

    /** Reads the briefs of all standard roles. */
    static Briefs load() {
        Map<String, List<String>> byRole = new TreeMap<>();
        for (String role : Roles.STANDARD) {
            byRole.put(role, read("/briefs/" + role + ".txt"));
        }
        return new Briefs(byRole);
    }

    private static List<String> read(String resource) {
        try (InputStream in = Briefs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + resource, e);
        }
    }

    String pick(String role, RandomGenerator random) {
        List<String> briefs = byRole.getOrDefault(role, List.of("Do what is usual for {brand} and {product}."));
        Client client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        return briefs.get(random.nextInt(briefs.size()))
                .replace("{brand}", client.brand)
                .replace("{product}", client.product);
    }
}
