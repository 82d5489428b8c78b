package io.parley.protocol.json;

import java.util.List;

/**
 * Body of {@code inbox/{user}/event/counts}: how many members of a group have received and read messages of the user.
 * Told to their sender, newest first, at most once a second a group.
 *
 * <pre>{"conversation":"group/climbers","of":9,"counts":[{"seq":41,"received":7,"read":3}]}</pre>
 *
 * @param of members other than the sender
 */
public record CountsEvent(String conversation, int of, List<Count> counts) {
    /** Cumulative: whoever has received or read a later message has this one too. */
    public record Count(long seq, int received, int read) {}

    public CountsEvent {
        counts = List.copyOf(counts);
    }
}
