package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link EndpointDirectory} must do. */
public abstract class EndpointDirectoryConformanceTest {
    private static final long FIRST = 1_700_000_000_000L;

    private final UserName user = Stores.freshChat().first();
    private final EndpointId phone = new EndpointId(user, "phone-☎");
    private final EndpointId laptop = new EndpointId(user, "laptop");

    protected abstract Stores stores();

    private EndpointDirectory directory() {
        return stores().directory();
    }

    @Test
    void should_know_an_endpoint_from_when_it_was_first_seen() {
        assertThat(await(directory().terms(phone))).isEqualTo(SignInTerms.NONE);
        assertThat(await(directory().ofUser(user))).isEmpty();
        await(directory().seen(phone, "phone", FIRST, FIRST));
        await(directory().seen(laptop, "", FIRST + 1, FIRST + 1));
        await(directory().seen(new EndpointId(Stores.freshChat().first(), "phone-☎"), "", FIRST, FIRST));
        await(directory().seen(phone, "phone", FIRST, FIRST + 60_000));
        KnownEndpoint known = new KnownEndpoint(phone, "", "phone", FIRST, FIRST + 60_000, 0);
        assertThat(await(directory().terms(phone)).known()).contains(known);
        assertThat(await(directory().ofUser(user)))
                .containsExactlyInAnyOrder(known, new KnownEndpoint(laptop, "", "", FIRST + 1, FIRST + 1, 0));
    }

    @Test
    void should_not_go_back_when_an_older_connection_ends_late() {
        await(directory().seen(phone, "phone", FIRST, FIRST + 60_000));
        await(directory().seen(phone, "tablet", FIRST, FIRST + 30_000));
        assertThat(await(directory().terms(phone)).known())
                .contains(new KnownEndpoint(phone, "", "phone", FIRST, FIRST + 60_000, 0));
    }

    @Test
    void should_sign_out_until_allowed_however_often_it_is_seen() {
        await(directory().seen(phone, "phone", FIRST, FIRST));
        assertThat(await(directory().signOut(phone, FIRST + 5))).isTrue();
        await(directory().seen(phone, "phone", FIRST, FIRST + 10));
        SignInTerms terms = await(directory().terms(phone));
        assertThat(terms.isSignedOut()).isTrue();
        assertThat(terms.known()).contains(new KnownEndpoint(phone, "", "phone", FIRST, FIRST + 10, FIRST + 5));
        assertThat(await(directory().allow(phone))).isTrue();
        assertThat(await(directory().terms(phone)).isSignedOut()).isFalse();
        assertThat(await(directory().terms(phone)).known()).isPresent();
    }

    @Test
    void should_allow_all_of_a_user_and_of_nobody_else() {
        EndpointId other = new EndpointId(Stores.freshChat().first(), "phone");
        for (EndpointId endpoint : new EndpointId[] {phone, laptop, other}) {
            await(directory().seen(endpoint, "", FIRST, FIRST));
            await(directory().signOut(endpoint, FIRST + 1));
        }
        await(directory().allowAll(user));
        assertThat(await(directory().terms(phone)).isSignedOut()).isFalse();
        assertThat(await(directory().terms(laptop)).isSignedOut()).isFalse();
        assertThat(await(directory().terms(other)).isSignedOut()).isTrue();
    }

    @Test
    void should_keep_a_name_and_change_nothing_of_what_is_not_known() {
        assertThat(await(directory().rename(phone, "my phone"))).isFalse();
        assertThat(await(directory().signOut(phone, FIRST))).isFalse();
        assertThat(await(directory().allow(phone))).isFalse();
        assertThat(await(directory().ofUser(user))).isEmpty();
        await(directory().seen(phone, "phone", FIRST, FIRST));
        assertThat(await(directory().rename(phone, "my phone"))).isTrue();
        await(directory().seen(phone, "phone", FIRST, FIRST + 1));
        assertThat(await(directory().ofUser(user)))
                .containsExactly(new KnownEndpoint(phone, "my phone", "phone", FIRST, FIRST + 1, 0));
    }

    @Test
    void should_keep_the_policy_of_a_user_apart_from_the_endpoints() {
        assertThat(await(directory().policy(user))).isEqualTo(SignInPolicy.ANY);
        await(directory().setPolicy(user, SignInPolicy.ONE_PER_KIND));
        assertThat(await(directory().policy(user))).isEqualTo(SignInPolicy.ONE_PER_KIND);
        await(directory().setPolicy(user, SignInPolicy.NEWEST));
        assertThat(await(directory().terms(phone))).isEqualTo(new SignInTerms(Optional.empty(), SignInPolicy.NEWEST));
        assertThat(await(directory().ofUser(user))).isEmpty();
        assertThat(await(directory().policy(Stores.freshChat().first()))).isEqualTo(SignInPolicy.ANY);
    }
}
