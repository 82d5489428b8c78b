package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who of the members is to be told: all, but for those whose user entity said that nobody of theirs is online. So a
 * message to a group costs nothing for those who are away. Part of {@link Conversation}.
 *
 * <p>A user comes back by asking for the head, and says in which of its online periods; the answer that nobody is there
 * names the period it was asked about. So an answer that crosses a return changes nothing.
 */
final class Audience {
    private static final long UNKNOWN_PERIOD = 0;

    /** @param period as the owner knows it; comes back in {@link Conversation#away} */
    record Listener(UserName user, long period) {}

    private final Rules rules;
    private final Map<UserName, Long> periods = new HashMap<>();
    private final Set<UserName> away = new HashSet<>();

    Audience(Rules rules) {
        this.rules = rules;
    }

    /** A session of the user has asked. Before it is known who is in, anybody is heard. */
    void returned(UserName user, long period) {
        periods.put(user, period);
        away.remove(user);
    }

    /** The user's entity had nobody to tell. */
    void away(UserName user, long period) {
        if (periodOf(user) == period) {
            periods.remove(user);
            away.add(user);
        }
    }

    boolean hears(UserName user) {
        return !away.contains(user);
    }

    /** It is known who is in: of others nothing is kept. */
    void opened() {
        periods.keySet().removeIf(user -> !rules.isMember(user));
    }

    List<Listener> current() {
        return listeners(rules.members());
    }

    /**
     * Tells of a durable block.
     *
     * @param touched who stands differently by it
     * @param again whether it is one of a former owner
     */
    void tell(Block block, Collection<UserName> touched, boolean again, ConversationEffects effects) {
        if (touched.isEmpty() && !again) {
            current().forEach(it -> effects.committed(it.user(), it.period(), block));
            return;
        }
        for (Listener it : withChanged(touched)) {
            // who came by the last message of the block has no part in what is before
            Block seen = block.seenThrough(rules.visible(it.user()));
            if (seen != null) {
                effects.committed(it.user(), it.period(), seen);
            }
        }
        touched.forEach(effects::touched);
    }

    /** Who is told of a block that changed who is in: those who are, and those who were. */
    private List<Listener> withChanged(Collection<UserName> touched) {
        Set<UserName> all = new LinkedHashSet<>(rules.members());
        all.addAll(touched);
        List<Listener> told = listeners(all);
        touched.forEach(user -> {
            if (!rules.isMember(user)) {
                periods.remove(user);
                away.remove(user);
            }
        });
        return told;
    }

    private List<Listener> listeners(Collection<UserName> users) {
        List<Listener> listeners = new ArrayList<>(users.size());
        for (UserName user : users) {
            if (!away.contains(user)) {
                listeners.add(new Listener(user, periodOf(user)));
            }
        }
        return listeners;
    }

    private long periodOf(UserName user) {
        return periods.getOrDefault(user, UNKNOWN_PERIOD);
    }
}
