package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two people at their terminals, and a running server. */
@ExtendWith(SharedServer.class)
class MessengerIT {
    @BeforeAll
    static void needsTmux() {
        Screens.assumeInstalled();
    }

    @Test
    void should_bring_two_people_together_and_back_after_one_was_away(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String group = "group-of-" + alice;
        try (Screens screens = new Screens(server)) {
            Screens.Screen a = screens.open(alice, bob);
            Screens.Screen b = screens.open(bob);
            a.types("hello over there");
            a.sees("hello over there ✓✓");
            b.sees("1 unread", alice, "hello over there", "(1)");
            b.press("Enter");
            b.sees(alice + " hello over there");
            a.sees("hello over there ✓✓ read");

            Run addable = screens.run(bob, "call", "profile/set", "{\"addable\":\"everyone\"}");
            assertThat(addable.exitCode()).as(addable.toString()).isZero();
            a.press("C-n");
            a.types("group/" + group + " " + bob);
            a.sees("you created the group with " + bob, "2 members");
            b.sees("#" + group, "(1)");

            b.leave();
            a.types("are you still there?");
            a.sees("are you still there? ✓");
            Screens.Screen again = screens.open(bob);
            again.sees("2 unread", "#" + group);
            again.press("Enter");
            again.sees("new", alice + " created the group with you", alice + " are you still there?");
            a.sees("are you still there? ✓✓ read");
            again.leave();
        }
    }
}
