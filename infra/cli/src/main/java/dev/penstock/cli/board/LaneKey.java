package dev.penstock.cli.board;

/** A lane's name: a tenant and a role. */
public record LaneKey(String tenant, String role) {
    @Override
    public String toString() {
        return tenant + "/" + role;
    }
}
