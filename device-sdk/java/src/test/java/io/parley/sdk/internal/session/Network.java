package io.parley.sdk.internal.session;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time and the network of a {@link Life}. In order on a connection, but for what is lost or repeated on the way to the
 * client; what a former connection had under way may be late, not lost.
 */
final class Network {
    private record Event(long at, long order, Runnable run) {}

    private final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final double loss;
    private final double repeat;
    private final Consumer<List<Input>> client;
    private long order;
    private long clientBound;
    private long serverBound;
    private long link;
    long now;
    boolean peace;

    Network(SplittableRandom random, Consumer<List<Input>> client) {
        this.random = random;
        this.client = client;
        loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
        repeat = random.nextDouble() * 0.1;
    }

    void at(long time, Runnable run) {
        events.add(new Event(time, ++order, run));
    }

    /** When the next thing happens, null if nothing will. */
    @Nullable Long next() {
        Event event = events.peek();
        return event == null ? null : event.at();
    }

    void runNext() {
        events.remove().run().run();
    }

    long link() {
        return link;
    }

    void change() {
        link++;
    }

    long delay() {
        return 1 + random.nextInt(peace ? 5 : 40);
    }

    void toClient(Input input) {
        toClient(List.of(input));
    }

    void toClient(List<Input> packet) {
        long onLink = link;
        if (!peace && random.nextDouble() < loss) {
            return;
        }
        int copies = !peace && random.nextDouble() < repeat ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            clientBound = Math.max(clientBound, now + delay());
            long arrival = i == 0 ? clientBound : clientBound + delay() * 10;
            at(arrival, () -> {
                if (onLink == link || (packet.get(0) instanceof Input.Arrived && random.nextInt(5) == 0)) {
                    client.accept(packet);
                }
            });
        }
    }

    /** The server may still read a dead connection when the next one is up. */
    void toServer(Runnable action) {
        long onLink = link;
        serverBound = Math.max(serverBound, now + delay());
        at(serverBound, () -> {
            if (onLink == link || random.nextInt(3) == 0) {
                action.run();
            }
        });
    }
}
