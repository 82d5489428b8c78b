package io.parley.broker.history;

import io.parley.broker.api.CallTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Rooms.Resolver.class)
class DeclaredCallsTest {
    private final Rooms rooms;

    DeclaredCallsTest(Rooms rooms) {
        this.rooms = rooms;
    }

    @Test
    void should_refuse_every_bad_body_for_what_is_wrong_with_it() {
        CallTester.check(rooms.calls());
    }
}
