package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Fence.Crossing;
import io.parley.broker.storage.FenceStore.Creation;
import io.parley.protocol.ConversationId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link FenceStore} must do. */
public abstract class FenceStoreConformanceTest {
    private static final long AT = 1_700_000_000_000L;

    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();
    private final TrackName car = new TrackName("f-" + alice.value().substring("alice-".length()));
    private final TrackName bike = new TrackName(car + "-bike");

    protected abstract Stores stores();

    private FenceStore store() {
        return stores().fences();
    }

    private Fence fence(String name, FenceShape shape, TrackName... tracks) {
        return new Fence(
                new FenceId(alice, name),
                "Our " + name,
                shape,
                List.of(tracks),
                Set.of(Crossing.ENTER, Crossing.DWELL),
                60_000,
                12.5,
                3_000,
                chat,
                AT);
    }

    private Fence circle(String name, TrackName... tracks) {
        return fence(name, new FenceShape.Circle(new Position(47.1, 9.5), 50), tracks);
    }

    @Test
    void should_keep_fences_of_every_shape() {
        List<Position> corners = List.of(new Position(47, 9), new Position(47, 9.1), new Position(47.1, 9));
        List<Fence> fences = List.of(
                circle("a-circle", car),
                fence("b-polygon", new FenceShape.Polygon(corners), car, bike),
                fence("c-corridor", new FenceShape.Corridor(corners.subList(0, 2), 33.5), car),
                fence("d-around", new FenceShape.Around(bike, 100), car));
        for (Fence fence : fences) {
            assertThat(await(store().create(fence))).isEqualTo(Creation.CREATED);
            assertThat(await(store().find(fence.id()))).contains(fence);
        }
        assertThat(await(store().ofUser(alice, 100, Optional.empty())).items()).containsExactlyElementsOf(fences);
        assertThat(await(store().ofTrack(car))).containsExactlyInAnyOrderElementsOf(fences);
        assertThat(await(store().ofTrack(bike))).containsExactly(fences.get(1));
        assertThat(await(store().ofTrack(new TrackName(car + "-none")))).isEmpty();
        assertThat(await(store().find(new FenceId(alice, "none")))).isEmpty();
    }

    @Test
    void should_make_a_fence_once() {
        Fence home = circle("home", car);
        await(store().create(home));
        assertThat(await(store().create(home))).isEqualTo(Creation.KNOWN);
        assertThat(await(store().create(circle("home", bike)))).isEqualTo(Creation.CONFLICT);
        assertThat(await(store().ofTrack(car))).containsExactly(home);
        assertThat(await(store().ofTrack(bike))).isEmpty();
    }

    @Test
    void should_list_page_by_page() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            await(store().create(circle("n" + i, car)));
        }
        Optional<String> cursor = Optional.empty();
        do {
            Slice<Fence> slice = await(store().ofUser(alice, 2, cursor));
            slice.items().forEach(fence -> found.add(fence.id().name()));
            cursor = slice.next();
        } while (cursor.isPresent());
        assertThat(found).containsExactly("n0", "n1", "n2", "n3", "n4");
    }

    @Test
    void should_forget_a_deleted_fence_and_what_was_known_of_it() {
        Fence home = circle("home", car, bike);
        await(store().create(home));
        await(store().saveState(new FenceState(car, home.id(), AT, 1, Crossing.ENTER, AT + 1, true, true)));
        await(store().delete(home));
        await(store().delete(home));
        assertThat(await(store().find(home.id()))).isEmpty();
        assertThat(await(store().ofTrack(car))).isEmpty();
        assertThat(await(store().ofTrack(bike))).isEmpty();
        assertThat(await(store().states(car))).isEmpty();
        assertThat(await(store().create(home))).isEqualTo(Creation.CREATED);
    }

    @Test
    void should_keep_the_newest_state_whatever_comes_late() {
        Fence home = circle("home", car);
        FenceState entered = new FenceState(car, home.id(), AT, 1, Crossing.ENTER, AT + 1, true, false);
        FenceState left = new FenceState(car, home.id(), AT, 2, Crossing.EXIT, AT + 9, false, false);
        await(store().saveState(entered));
        assertThat(await(store().states(car))).containsExactly(entered);
        await(store().saveState(entered.asTold()));
        await(store().saveState(entered));
        assertThat(await(store().states(car))).containsExactly(entered.asTold());
        await(store().saveState(left));
        await(store().saveState(entered.asTold()));
        assertThat(await(store().states(car))).containsExactly(left);
        FenceState ofLater = new FenceState(car, home.id(), AT + 60_000, 1, Crossing.ENTER, AT + 60_001, true, false);
        await(store().saveState(ofLater));
        await(store().saveState(left.asTold()));
        assertThat(await(store().states(car))).containsExactly(ofLater);
    }

    @Test
    void should_refuse_more_fences_than_a_user_may_have() {
        for (int i = 0; i < FenceStore.PER_USER_MAX; i++) {
            assertThat(await(store().create(circle("n" + i, car)))).isEqualTo(Creation.CREATED);
        }
        assertThat(await(store().create(circle("one-too-many", car)))).isEqualTo(Creation.LIMIT_REACHED);
        assertThat(await(store().create(circle("n0", car)))).isEqualTo(Creation.KNOWN);
        await(store().delete(circle("n0", car)));
        assertThat(await(store().create(circle("in-its-place", car)))).isEqualTo(Creation.CREATED);
    }
}
