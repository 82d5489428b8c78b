package io.parley.broker.storage;

import io.parley.broker.storage.ScheduleStore.Creation;
import java.util.List;

/** What all schedule stores decide alike. */
public final class ScheduleRules {
    private ScheduleRules() {}

    /** Whether the limits of a user allow one more, given all that is kept of the user. */
    public static boolean hasRoom(List<Scheduled> present, ScheduledMessage next) {
        long waiting = 0;
        long bytes = next.content().size();
        for (Scheduled it : present) {
            if (!it.status().isOver()) {
                waiting++;
                bytes += it.message().content().size();
            }
        }
        return present.size() < ScheduleStore.KEPT_MAX
                && waiting < ScheduleStore.WAITING_MAX
                && bytes <= ScheduleStore.WAITING_BYTES_MAX;
    }

    /** What creating {@code next} comes to if its id is taken by {@code present}. The content is only there until it is over. */
    public static Creation compare(Scheduled present, ScheduledMessage next) {
        ScheduledMessage former = present.message();
        boolean same = former.conversation().equals(next.conversation())
                && former.due() == next.due()
                && former.contentType().equals(next.contentType())
                && (present.status().isOver() || former.content().equals(next.content()));
        return same ? Creation.KNOWN : Creation.CONFLICT;
    }
}
