package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import org.junit.jupiter.api.Test;

class ClientIdsTest {
    private final UserName alice = new UserName("alice");
    private final UserName mallory = new UserName("mallory");
    private final ClientIds ids = new ClientIds();

    @Test
    void should_keep_another_user_out_until_the_last_connection_is_gone() {
        assertThat(ids.claim("phone", alice)).isTrue();
        assertThat(ids.claim("phone", mallory)).isFalse();
        assertThat(ids.claim("phone", alice)).as("the same user takes over").isTrue();
        ids.release("phone", alice);
        assertThat(ids.claim("phone", mallory)).isFalse();
        ids.release("phone", alice);
        assertThat(ids.claim("phone", mallory)).isTrue();
        assertThat(ids.claim("laptop", alice)).isTrue();
    }
}
