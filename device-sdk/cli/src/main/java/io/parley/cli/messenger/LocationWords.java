package io.parley.cli.messenger;

import io.parley.protocol.ContentTypes;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.FenceEvent;
import io.parley.protocol.json.RideEvent;
import org.jspecify.annotations.Nullable;

/** Says in words what fences and rides tell of in a conversation. Pure. */
public final class LocationWords {
    private LocationWords() {}

    /** Whether messages of this type are such. */
    public static boolean areMeantBy(@Nullable String contentType) {
        return ContentTypes.FENCE.equals(contentType) || ContentTypes.RIDE.equals(contentType);
    }

    public static String say(String contentType, byte[] content, UserName me) {
        try {
            return contentType.equals(ContentTypes.FENCE)
                    ? say(FenceEvent.parse(content), me)
                    : say(RideEvent.parse(content), me);
        } catch (BadBodyException | IllegalArgumentException e) {
            return "something happened that this version does not know";
        }
    }

    private static String say(FenceEvent event, UserName me) {
        String who = name(event.user(), me);
        String where = event.title().isEmpty() ? event.fence() : event.title();
        return switch (event.event()) {
            case "enter" -> who + (who.equals("you") ? " are at " : " is at ") + where;
            case "exit" -> who + " left " + where;
            case "dwell" -> who + (who.equals("you") ? " have" : " has") + " been at " + where + " for a while";
            default -> who + ": " + event.event() + " " + where;
        };
    }

    private static String say(RideEvent event, UserName me) {
        String driver = name(event.driver(), me);
        String verb = driver.equals("you") ? "are" : "is";
        return switch (event.stage()) {
            case "coming" -> driver + " " + verb + " coming; ./parley track watch " + event.track() + " shows it";
            case "arrived" -> driver + " " + verb + " at the pick-up";
            case "aboard" -> driver + " " + verb + " on the way with " + name(event.rider(), me);
            case "over" -> "the ride is over";
            default -> "ride " + event.track() + ": " + event.stage();
        };
    }

    private static String name(UserName user, UserName me) {
        return user.equals(me) ? "you" : user.value();
    }
}
