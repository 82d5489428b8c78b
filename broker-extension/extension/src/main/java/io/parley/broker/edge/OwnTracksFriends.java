package io.parley.broker.edge;

import io.parley.broker.location.FriendTracks;
import io.parley.broker.location.Need;
import io.parley.protocol.TrackName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection that subscribed as OwnTracks does is shown: the devices its user may see, looked up when it subscribes,
 * now and then, and when something was shared. The filters themselves are granted to anybody: the broker distributes nothing.
 *
 * <p>Called on the client's extension thread and the edge's timer; the store answers on any. Hence the lock.
 */
final class OwnTracksFriends {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTracksFriends.class);

    private final TrackTopics topics;
    private final FriendTracks tracks;
    private final Set<String> filters = new HashSet<>();
    private Map<TrackName, String> watched = new HashMap<>();
    private boolean looking;
    private boolean again;
    private boolean closed;

    OwnTracksFriends(TrackTopics topics, FriendTracks tracks) {
        this.topics = topics;
        this.tracks = tracks;
    }

    /** Also to be shown the newest points again. */
    void add(String filter) {
        if (!mayMatchPositions(filter)) {
            return;
        }
        Map<TrackName, String> shown;
        synchronized (this) {
            filters.add(filter);
            shown = Map.copyOf(watched);
        }
        shown.forEach((track, topic) -> {
            if (matches(filter, topic)) {
                topics.watch(track, topic, Need.CLOSE);
            }
        });
        look();
    }

    void remove(String filter) {
        boolean removed;
        synchronized (this) {
            removed = filters.remove(filter);
        }
        if (removed) {
            look();
        }
    }

    /** {@code owntracks/{user}/{device}} has three levels; the rest of what an app subscribes to is never sent. */
    private static boolean mayMatchPositions(String filter) {
        return filter.endsWith("#") || filter.split("/", -1).length == 3;
    }

    /** Who may be seen now? Does nothing for a connection that did not subscribe so. */
    void look() {
        synchronized (this) {
            if (closed || (filters.isEmpty() && watched.isEmpty())) {
                return;
            }
            if (looking) {
                again = true;
                return;
            }
            looking = true;
        }
        tracks.of(topics.user()).whenComplete((found, failure) -> {
            if (failure == null) {
                are(found);
            } else {
                LOG.debug("whom {} may see is not known, it will be asked again", topics.user(), failure);
            }
            boolean more;
            synchronized (this) {
                looking = false;
                more = again;
                again = false;
            }
            if (more) {
                look();
            }
        });
    }

    private void are(Map<TrackName, String> found) {
        Map<TrackName, String> before;
        Map<TrackName, String> now = new HashMap<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            found.forEach((track, topic) -> {
                if (filters.stream().anyMatch(filter -> matches(filter, topic)) && topics.claim(track)) {
                    now.put(track, topic);
                }
            });
            before = watched;
            watched = now;
        }
        before.forEach((track, topic) -> {
            if (!topic.equals(now.get(track))) {
                topics.unwatch(track, topic);
            }
        });
        now.forEach((track, topic) -> {
            if (!topic.equals(before.get(track))) {
                topics.watch(track, topic, Need.CLOSE);
            }
        });
    }

    /** MQTT 5 section 4.7, for topics without a leading {@code $}. */
    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }

    synchronized void close() {
        closed = true;
        filters.clear();
        watched.clear();
    }
}
