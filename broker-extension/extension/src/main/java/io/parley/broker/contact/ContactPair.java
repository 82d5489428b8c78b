package io.parley.broker.contact;

import io.parley.broker.storage.Relation;
import io.parley.broker.storage.Relation.State;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the relation of two users goes on. Pure; the chat's owner asks, and applies what it committed in the order of seqs.
 *
 * <pre>
 *                      requested by A
 *   NONE ───────────────────────────────────────▶ REQUESTED by A
 *    ▲ ▲  withdrawn by A · rejected by B · lapsed    │
 *    │ └─────────────────────────────────────────────┤
 *    │                  accepted by B · requested by B
 *    │ ended by either                               ▼
 *    └─────────────────────────────────────────── CONTACTS
 * </pre>
 *
 * A request that meets one of the other side which still waits is the acceptance of both: each has said that they want
 * it. A lapsed request is as good as none; that it lapsed is told by its time and by no message.
 */
final class ContactPair {
    private ContactPair() {}

    /** Either what it becomes or why it does not. */
    private record Outcome(@Nullable State state, @Nullable Refusal refusal) {
        static Outcome of(State state) {
            return new Outcome(state, null);
        }

        static Outcome no(Reason reason, String detail) {
            return new Outcome(null, new Refusal(reason, detail));
        }
    }

    /**
     * Why {@code from} may not make this change now; empty if they may.
     *
     * @param change one of the kinds of chats
     * @param now Unix milliseconds
     */
    static Optional<Refusal> refusal(Relation relation, UserName from, Change change, long now) {
        if (change.kind() == Change.Kind.REQUESTED && change.until() <= now) {
            return Optional.of(
                    new Refusal(Reason.EXPIRED, "a request that lapses at " + change.until() + " is over at " + now));
        }
        boolean lapsed = relation.state() == State.REQUESTED && !relation.isPendingAt(now);
        return Optional.ofNullable(
                canBecome(relation, from, change.kind(), lapsed).refusal());
    }

    /**
     * What a committed change makes of it. Whether an answer came in time was judged when it came, perhaps a moment before
     * its time stamp; a request finds out again by its time stamp alone, as everybody does who reads the log.
     *
     * @param at the message's time, Unix milliseconds
     * @param seq the message's seq
     * @throws IllegalStateException if it is not legal: then the owner is broken
     */
    static Relation after(Relation relation, UserName from, Change change, long at, long seq) {
        boolean lapsed = change.kind() == Change.Kind.REQUESTED
                && relation.state() == State.REQUESTED
                && !relation.isPendingAt(at);
        Outcome outcome = canBecome(relation, from, change.kind(), lapsed);
        State state = outcome.state();
        if (state == null) {
            throw new IllegalStateException("change " + change.kind() + " by " + from + " at seq " + seq + " of "
                    + relation.state() + " since seq " + relation.version());
        }
        return switch (state) {
            case NONE -> Relation.none(at, seq);
            case REQUESTED -> Relation.requested(from, change.note(), change.until(), at, seq);
            case CONTACTS -> Relation.contacts(at, seq);
        };
    }

    private static Outcome canBecome(Relation relation, UserName from, Change.Kind kind, boolean lapsed) {
        boolean asked = relation.state() == State.REQUESTED;
        boolean own = asked && from.equals(relation.by());
        return switch (kind) {
            case REQUESTED -> requested(relation, own, lapsed);
            case WITHDRAWN -> own && !lapsed ? Outcome.of(State.NONE) : noneWaits("of yours", own);
            case ACCEPTED ->
                asked && !own && !lapsed ? Outcome.of(State.CONTACTS) : noneWaits("of theirs", asked && !own);
            case REJECTED -> asked && !own && !lapsed ? Outcome.of(State.NONE) : noneWaits("of theirs", asked && !own);
            case ENDED ->
                relation.isContacts()
                        ? Outcome.of(State.NONE)
                        : Outcome.no(Reason.NOT_FOUND, "they are no contact of yours");
            default -> Outcome.no(Reason.NOT_ALLOWED, "a change of groups in a chat: " + kind.code());
        };
    }

    private static Outcome requested(Relation relation, boolean own, boolean lapsed) {
        return switch (relation.state()) {
            case NONE -> Outcome.of(State.REQUESTED);
            case REQUESTED -> {
                if (lapsed) {
                    yield Outcome.of(State.REQUESTED);
                }
                yield own
                        ? Outcome.no(Reason.NOT_ALLOWED, "a request of yours waits, until " + relation.expiresAt())
                        : Outcome.of(State.CONTACTS);
            }
            case CONTACTS -> Outcome.no(Reason.NOT_ALLOWED, "they are a contact of yours already");
        };
    }

    private static Outcome noneWaits(String whose, boolean lapsed) {
        return lapsed
                ? Outcome.no(Reason.EXPIRED, "the request " + whose + " has lapsed")
                : Outcome.no(Reason.NOT_FOUND, "no request " + whose + " waits");
    }
}
