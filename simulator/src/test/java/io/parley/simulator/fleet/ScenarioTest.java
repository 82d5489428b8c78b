package io.parley.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final Duration RUN = Duration.ofSeconds(60);
    private final Population population = Population.of(11, 20, 2);
    private final Scenario scenario = Scenario.of(11, population, RUN, 50);

    @Test
    void should_be_the_same_for_the_same_seed() {
        assertThat(Population.of(11, 20, 2)).isEqualTo(population);
        assertThat(Scenario.of(11, population, RUN, 50)).isEqualTo(scenario);
        assertThat(Scenario.of(12, population, RUN, 50)).isNotEqualTo(scenario);
    }

    @Test
    void should_give_everybody_one_to_three_endpoints_and_a_friend() {
        for (String name : population.userNames()) {
            assertThat(population.members().stream()
                            .filter(it -> it.endpoint().user().value().equals(name)))
                    .hasSizeBetween(1, 3);
        }
        assertThat(population.friends()).hasSize(20);
        population.friends().forEach((user, friends) -> {
            assertThat(friends).isNotEmpty();
            friends.forEach(it -> assertThat(population.friendsOf(it)).contains(user));
        });
    }

    @Test
    void should_write_at_the_rate_asked_for() {
        assertThat(writes()).hasSize(60 * 50);
    }

    @Test
    void should_come_before_leaving_and_leave_before_coming_back() {
        Set<Member> present = new HashSet<>();
        for (Act act : scenario.acts()) {
            if (act instanceof Act.Come come) {
                assertThat(present.add(come.who())).isTrue();
            } else if (act instanceof Act.Leave leave) {
                assertThat(present.remove(leave.who())).isTrue();
            }
        }
    }

    @Test
    void should_write_to_friends_and_mostly_while_there() {
        Set<Member> present = new HashSet<>();
        long absent = 0;
        for (Act act : scenario.acts()) {
            if (act instanceof Act.Come come) {
                present.add(come.who());
            } else if (act instanceof Act.Leave leave) {
                present.remove(leave.who());
            } else if (act instanceof Act.Write write) {
                assertThat(population.chatsOf(write.who().endpoint().user())).contains(write.to());
                absent += present.contains(write.who()) ? 0 : 1;
            }
        }
        assertThat(absent).isLessThan(30);
    }

    @Test
    void should_let_someone_alone_talk_to_themself() {
        Population one = Population.of(1, 1, 2);
        assertThat(one.friendsOf(one.members().get(0).endpoint().user()))
                .extracting(Object::toString)
                .containsExactly("u1");
    }

    private List<Act> writes() {
        return scenario.acts().stream().filter(it -> it instanceof Act.Write).toList();
    }
}
