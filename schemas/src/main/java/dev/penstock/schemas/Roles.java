package dev.penstock.schemas;

import java.util.List;
import java.util.regex.Pattern;

/** The standard roles and the form of a custom role's name. */
public final class Roles {
    public static final String ACTIVITY_PLANNER = "activity-planner";
    public static final String COPYWRITER = "copywriter";
    public static final String SEO_SPECIALIST = "seo-specialist";
    public static final String SOCIAL_MEDIA_MANAGER = "social-media-manager";
    public static final String PAID_ADS_MANAGER = "paid-ads-manager";
    public static final String DATA_ANALYST = "data-analyst";
    public static final String CONTENT_RESEARCHER = "content-researcher";

    public static final List<String> STANDARD = List.of(
            ACTIVITY_PLANNER,
            COPYWRITER,
            SEO_SPECIALIST,
            SOCIAL_MEDIA_MANAGER,
            PAID_ADS_MANAGER,
            DATA_ANALYST,
            CONTENT_RESEARCHER);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Roles() {}

    /** Whether {@code name} can be a role: a lower-case letter, then up to 63 of [a-z0-9-]. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
