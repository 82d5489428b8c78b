package io.parley.simulator.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Change;
import io.parley.simulator.fleet.Act;
import io.parley.simulator.fleet.Member;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SocialPlanTest {
    private static final Duration RUN = Duration.ofSeconds(90);
    private static final Community.Size SIZE = new Community.Size(30, 8, 3, 2);
    private final Community community = Community.of(5, SIZE, RUN);
    private final SocialPlan plan = SocialPlan.of(5, community, RUN, 20);

    @Test
    void should_be_the_same_for_the_same_seed() {
        assertThat(Community.of(5, SIZE, RUN)).isEqualTo(community);
        assertThat(SocialPlan.of(5, Community.of(5, SIZE, RUN), RUN, 20)).isEqualTo(plan);
        assertThat(SocialPlan.of(6, community, RUN, 20)).isNotEqualTo(plan);
    }

    @Test
    void should_have_one_group_of_nearly_everybody_one_for_announcements_and_ever_smaller_ones() {
        List<Group> groups = community.groups();
        assertThat(groups).hasSize(8);
        assertThat(groups.get(0).others()).hasSizeBetween(25, 29);
        assertThat(groups.stream().filter(Group::isAnnounceOnly)).hasSize(1);
        List<Integer> sizes =
                groups.subList(2, 8).stream().map(it -> it.others().size()).toList();
        assertThat(sizes).isSortedAccordingTo((one, other) -> other - one);
        assertThat(sizes.get(0)).isGreaterThan(2 * sizes.get(5));
        groups.forEach(it -> assertThat(it.others()).doesNotHaveDuplicates().doesNotContain(it.founder()));
    }

    @Test
    void should_write_at_the_rate_asked_for_to_chats_and_to_groups() {
        List<Act.Write> writes = of(Act.Write.class);
        assertThat(writes).hasSize(90 * 20);
        assertThat(writes.stream().filter(it -> it.to().isGroup()).count()).isBetween(600L, 1_300L);
    }

    @Test
    void should_do_to_groups_whatever_can_be_done() {
        Set<Change.Kind> kinds = EnumSet.noneOf(Change.Kind.class);
        of(Act.Call.class).forEach(it -> kinds.addAll(it.wanted().kinds()));
        assertThat(kinds)
                .contains(
                        Change.Kind.ADDED,
                        Change.Kind.INVITED,
                        Change.Kind.JOINED,
                        Change.Kind.LEFT,
                        Change.Kind.REMOVED,
                        Change.Kind.ROLE,
                        Change.Kind.MUTED,
                        Change.Kind.SETTINGS);
        Set<Amendment.Kind> amendments =
                of(Act.Amend.class).stream().map(Act.Amend::kind).collect(Collectors.toSet());
        assertThat(amendments).containsExactlyInAnyOrder(Amendment.Kind.values());
    }

    @Test
    void should_let_two_admins_act_on_one_group_at_the_same_moment() {
        Map<List<Object>, Set<UserName>> together = new HashMap<>();
        of(Act.Call.class)
                .forEach(it -> together.computeIfAbsent(
                                List.of(it.at(), it.wanted().conversation()), key -> new HashSet<>())
                        .add(it.who().endpoint().user()));
        assertThat(together.values().stream().filter(it -> it.size() > 1).count())
                .isGreaterThan(5);
    }

    @Test
    void should_never_touch_the_founder() {
        for (Act.Call call : of(Act.Call.class)) {
            UserName founder = community.groups().stream()
                    .filter(it -> it.conversation().equals(call.wanted().conversation()))
                    .findFirst()
                    .orElseThrow()
                    .founder();
            assertThat(call.wanted().users()).doesNotContain(founder);
            if (call.wanted().kinds().contains(Change.Kind.LEFT)) {
                assertThat(call.who().endpoint().user()).isNotEqualTo(founder);
            }
        }
    }

    @Test
    void should_bring_new_endpoints_late_and_keep_them_silent_before() {
        assertThat(community.late()).isNotEmpty();
        Set<Member> seen = new HashSet<>();
        for (Act act : plan.acts()) {
            if (act instanceof Act.Come come && community.late().containsKey(come.who())) {
                assertThat(come.at()).isGreaterThanOrEqualTo(RUN.dividedBy(2));
                seen.add(come.who());
            } else if (act instanceof Act.Read read && community.late().containsKey(read.who())) {
                assertThat(seen).contains(read.who());
            }
        }
        assertThat(seen).isEqualTo(community.late().keySet());
    }

    @Test
    void should_read_what_has_come_again_and_again() {
        assertThat(of(Act.Read.class).size()).isGreaterThan(300);
    }

    @Test
    void should_be_in_the_order_of_time() {
        assertThat(plan.acts()).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    }

    @Test
    void should_plan_for_the_smallest_of_communities() {
        Community two = Community.of(1, new Community.Size(2, 1, 1, 1), Duration.ofSeconds(5));
        assertThat(SocialPlan.of(1, two, Duration.ofSeconds(5), 3).acts()).isNotEmpty();
    }

    private <A extends Act> List<A> of(Class<A> kind) {
        return plan.acts().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
