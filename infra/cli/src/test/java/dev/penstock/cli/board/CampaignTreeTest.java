package dev.penstock.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CampaignTreeTest {
    private static final Style PLAIN = new Style(false);

    private final CampaignTree tree = new CampaignTree("spring", "p");

    private boolean apply(String event, String data) {
        return tree.apply(event, JsonMapper.shared().readTree(data.replace('\'', '"')));
    }

    private void plan() {
        apply("accepted", "{'taskId':'p','role':'activity-planner','campaign':'spring'}");
        apply("campaign-progressed", "{'campaign':'spring','state':'running','total':1,'succeeded':0,'costMicros':0}");
        apply("started", "{'taskId':'p','attempt':1}");
        apply("succeeded", "{'taskId':'p','attempt':1}");
        apply(
                "accepted",
                "{'taskId':'1','role':'content-researcher','campaign':'spring','plannerId':'p','name':'facts'}");
        apply(
                "accepted",
                "{'taskId':'2','role':'seo-specialist','campaign':'spring','plannerId':'p','name':'keywords','after':['1']}");
        apply(
                "accepted",
                "{'taskId':'3','role':'copywriter','campaign':'spring','plannerId':'p','name':'page','after':['1','2']}");
        apply("accepted", "{'taskId':'4','role':'data-analyst','campaign':'spring','plannerId':'p','name':'measures'}");
        apply(
                "campaign-progressed",
                "{'campaign':'spring','state':'running','total':5,'succeeded':1,'costMicros':14331}");
    }

    @Test
    void shouldDrawEachTaskUnderWhatItWaitsFor() {
        plan();
        apply("granted", "{'taskId':'1','attempt':1}");

        assertThat(tree.lines(PLAIN))
                .containsExactly(
                        "spring   running   1 of 5 done   $0.0143",
                        "  planner                          activity-planner     succeeded",
                        "  ├─ facts                         content-researcher   granted",
                        "  │  └─ keywords                   seo-specialist       waiting",
                        "  │     └─ page                    copywriter           waiting    also after facts",
                        "  └─ measures                      data-analyst         queued");
        assertThat(tree.ended()).isFalse();
    }

    @Test
    void shouldLeaveOutWhatTheTerminalIsTooSmallFor() {
        plan();

        assertThat(tree.lines(PLAIN, 6)).hasSize(6).isEqualTo(tree.lines(PLAIN));
        assertThat(tree.lines(PLAIN, 4)).hasSize(4).last().isEqualTo("  … and 3 more");
    }

    @Test
    void shouldEndWithTheCampaignAndSayWhatWentWrong() {
        plan();
        apply("dead", "{'taskId':'1','attempt':3,'cause':'refused','message':'The model declined'}");
        apply("cancelled", "{'taskId':'2','reason':'parent_dead'}");
        apply(
                "campaign-progressed",
                "{'campaign':'spring','state':'failed','total':5,'succeeded':2,'costMicros':20000}");

        assertThat(tree.ended()).isTrue();
        assertThat(tree.succeeded()).isFalse();
        assertThat(tree.troubles()).containsExactly("facts: refused: The model declined");
    }

    @Test
    void shouldEndWhenThePlannerIsRejected() {
        apply(
                "rejected",
                "{'taskId':'p','role':'activity-planner','reason':'role_not_allocated','message':'Not allocated'}");

        assertThat(tree.ended()).isTrue();
        assertThat(tree.troubles()).containsExactly("planner: role_not_allocated: Not allocated");
    }

    @Test
    void shouldLeaveAloneWhatIsNotOfTheCampaign() {
        plan();
        assertThat(apply("accepted", "{'taskId':'9','role':'copywriter','campaign':'spring'}"))
                .isFalse();
        assertThat(apply("granted", "{'taskId':'9','attempt':1}")).isFalse();
        assertThat(apply("campaign-progressed", "{'campaign':'summer','state':'failed','total':1}"))
                .isFalse();
        assertThat(apply("campaign-cancelled", "{'campaign':'summer'}")).isFalse();
        assertThat(apply("campaign-cancelled", "{'campaign':'spring'}")).isTrue();
        assertThat(tree.lines(PLAIN)).hasSize(6);
    }

    @Test
    void shouldRecallACampaignThatTheApiShows() {
        tree.recall(JsonMapper.shared()
                .readTree("{'campaign':'spring','state':'SUCCEEDED','total':2,'succeeded':2,'costMicros':5,'tasks':["
                                .replace('\'', '"')
                        + "{'id':'p','role':'activity-planner','state':'SUCCEEDED','after':[]},".replace('\'', '"')
                        + "{'id':'1','name':'facts','role':'copywriter','state':'SUCCEEDED','plannerId':'p','after':[]}]}"
                                .replace('\'', '"')));

        assertThat(tree.succeeded()).isTrue();
        assertThat(tree.lines(PLAIN))
                .containsExactly(
                        "spring   succeeded   2 of 2 done   $0.0000",
                        "  planner                          activity-planner     succeeded",
                        "  └─ facts                         copywriter           succeeded");
    }
}
