package dev.penstock.cli;

import dev.penstock.cli.board.CampaignTree;
import dev.penstock.cli.board.Screen;
import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts a campaign with the event stream already open, and shows its tasks until all have ended: a live tree, or a line an event and the tree at last. */
final class CampaignWatch {
    private final ApiClient api;
    private final String apiKey;
    private final PrintWriter out;
    private final Terminal terminal;

    CampaignWatch(ApiClient api, String apiKey, PrintWriter out, Terminal terminal) {
        this.api = api;
        this.apiKey = apiKey;
        this.out = out;
        this.terminal = terminal;
    }

    /** Starts the campaign. */
    interface Starter {
        CampaignCommand.Started start() throws InterruptedException;
    }

    /** The exit code: whether all of it succeeded. */
    int run(Starter starter) throws InterruptedException, IOException {
        try (Listening events = Listening.open(api, apiKey)) {
            CampaignCommand.Started started = starter.start();
            CampaignTree tree = new CampaignTree(started.campaign(), started.taskId());
            if (terminal.live()) {
                // The cursor waits on a line of its own.
                int height = terminal.height() - 1;
                try (Screen screen = new Screen(out)) {
                    follow(tree, started, events, frame -> screen.draw(tree.lines(terminal.style(), height)));
                }
            } else {
                EventLine lines = new EventLine(terminal.style(), ZoneId.systemDefault());
                out.println("campaign " + started.campaign());
                out.flush();
                follow(tree, started, events, frame -> {
                    out.println(lines.of(frame));
                    out.flush();
                });
                out.println();
                tree.lines(terminal.style()).forEach(out::println);
            }
            tree.troubles().forEach(out::println);
            out.flush();
            return tree.succeeded() ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private interface Show {
        void frame(SseFrame frame);
    }

    private void follow(CampaignTree tree, CampaignCommand.Started started, Listening events, Show show)
            throws InterruptedException, IOException {
        while (!tree.ended()) {
            SseFrame frame = events.next();
            JsonNode data = JsonMapper.shared().readTree(frame.data());
            if (frame.event().equals("duplicate")
                    && data.path("taskId").asString("").equals(started.taskId())) {
                // A repeat of a campaign that may have ended long ago: then no further event comes.
                recall(tree, started);
            } else if (!tree.apply(frame.event(), data)) {
                continue;
            }
            show.frame(frame);
        }
    }

    private void recall(CampaignTree tree, CampaignCommand.Started started) throws InterruptedException, IOException {
        String path = "/v1/campaigns/"
                + URLEncoder.encode(started.campaign(), StandardCharsets.UTF_8).replace("+", "%20");
        Answer answer = api.get(path, apiKey);
        if (answer.status() != 200) {
            throw CliException.environment(Problems.detail(answer));
        }
        tree.recall(JsonMapper.shared().readTree(answer.body()));
    }
}
