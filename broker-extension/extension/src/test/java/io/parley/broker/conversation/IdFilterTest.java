package io.parley.broker.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.SenderId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A filter that forgets an id lets a message in twice; one that is often wrong costs a read each time. */
class IdFilterTest {
    private static final int IDS = 8_192;
    private static final UserName ALICE = new UserName("alice");

    private final SplittableRandom random = new SplittableRandom(1);
    private final IdFilter filter = new IdFilter(IDS);

    private SenderId idOf(long millis) {
        return new SenderId(
                ALICE, new MessageId(millis << 16 | 0x7000 | random.nextInt(4096), 1L << 63 | random.nextLong() >>> 2));
    }

    private SenderId idWithoutTime() {
        return new SenderId(ALICE, new MessageId(random.nextLong() & ~0xF000L | 0x4000, random.nextLong()));
    }

    @Test
    void should_know_every_id_again_whatever_its_time() {
        SenderId[] ids = new SenderId[IDS];
        for (int i = 0; i < IDS; i++) {
            ids[i] = i % 3 == 0 ? idWithoutTime() : idOf(random.nextLong(1_000_000));
            filter.add(ids[i], i);
        }
        for (SenderId id : ids) {
            assertThat(filter.mayContain(id)).isTrue();
        }
    }

    @Test
    void should_be_certain_of_what_is_newer_than_all_it_has() {
        for (int i = 0; i < IDS; i++) {
            filter.add(idOf(random.nextLong(1_000)), i);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(filter.mayContain(idOf(1_000 + i))).isFalse();
        }
    }

    @Test
    void should_be_wrong_less_than_once_in_a_thousand_about_the_rest() {
        for (int i = 0; i < IDS; i++) {
            filter.add(idOf(random.nextLong(1_000)), i);
        }
        int wrong = 0;
        for (int i = 0; i < 100_000; i++) {
            wrong += filter.mayContain(i % 2 == 0 ? idWithoutTime() : idOf(random.nextLong(999))) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(100);
    }
}
