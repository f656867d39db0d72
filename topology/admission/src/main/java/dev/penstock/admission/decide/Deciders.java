package dev.penstock.admission.decide;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** The one place that says which decider answers which command. */
public final class Deciders {
    private Deciders() {}

    /** What happens because of the command, refusals included; null when nothing does. */
    public static @Nullable Event decide(View view, Command command) {
        return switch (command) {
            case Command.Submit c -> SubmitDecider.decide(view, c);
            case Command.Start c -> StartDecider.decide(view, c);
            case Command.Renew c -> RenewDecider.decide(view, c);
            case Command.Complete c -> FinishDecider.decide(view, c);
            case Command.Fail c -> FinishDecider.decide(view, c);
            case Command.Defer c -> DeferDecider.decide(view, c);
            case Command.Cancel c -> CancelDecider.decide(view, c);
            case Command.CancelCampaign c -> CampaignDecider.decide(view, c);
            case Command.Replay c -> ReplayDecider.decide(view, c);
            case Command.Configure c -> ConfigureDecider.decide(view, c);
            case Command.ConfigureRole c -> ConfigureDecider.decide(view, c);
            case Command.Tick _ -> null;
        };
    }
}
