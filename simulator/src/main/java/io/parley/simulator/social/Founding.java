package io.parley.simulator.social;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.fleet.Act;
import io.parley.simulator.fleet.Asked;
import io.parley.simulator.fleet.Fleet;
import io.parley.simulator.fleet.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done before the run, while nothing breaks: everybody comes, says who may add them, and groups are made. */
final class Founding {
    private static final Duration ONLINE_PATIENCE = Duration.ofSeconds(120);
    private static final int PATIENCE_SECONDS = 60;

    private final Fleet fleet;
    private final Community community;

    Founding(Fleet fleet, Community community) {
        this.fleet = fleet;
        this.community = community;
    }

    /** @throws IOException if something of it is refused */
    void found() throws IOException {
        List<Member> first = community.people().members();
        for (Member member : first) {
            fleet.come(member);
        }
        long deadline = System.nanoTime() + ONLINE_PATIENCE.toNanos();
        while (!first.stream().allMatch(fleet::isOnline)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + fleet.online() + " of " + first.size() + " came online");
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        addable(community.people().users(), "everyone");
        List<CompletableFuture<String>> made = new ArrayList<>();
        community.groups().forEach(group -> made.add(make(group)));
        await(made);
        addable(List.copyOf(community.shy()), "nobody");
    }

    private void addable(List<UserName> users, String whom) throws IOException {
        List<CompletableFuture<String>> said = new ArrayList<>();
        for (UserName user : users) {
            said.add(fleet.call(somebody(user), "profile/set", "{\"addable\":\"" + whom + "\"}", null)
                    .toCompletableFuture());
        }
        await(said);
    }

    private Member somebody(UserName user) {
        return community.endpointsOf(user).get(0);
    }

    private CompletableFuture<String> make(Group group) {
        GroupSettings set = group.settings();
        String members = group.others().stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(","));
        String json = "{\"group\":\"" + group.name() + "\",\"title\":\"" + set.title() + "\",\"announceOnly\":"
                + set.announceOnly() + ",\"join\":\"" + code(set.join()) + "\",\"history\":\"" + code(set.history())
                + "\",\"historyCount\":" + set.historyCount() + ",\"members\":[" + members + "]}";
        Act.Wanted wanted = new Act.Wanted(group.conversation(), Set.of(Change.Kind.CREATED), group.others());
        return fleet.call(somebody(group.founder()), "group/create", json, wanted)
                .toCompletableFuture();
    }

    private static String code(@Nullable Object setting) {
        return String.valueOf(setting).toLowerCase(Locale.ROOT);
    }

    private static void await(List<CompletableFuture<String>> answers) throws IOException {
        for (CompletableFuture<String> answer : answers) {
            try {
                answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw new IOException(
                        "before the run: " + (cause instanceof Asked.RefusedException ? cause.getMessage() : cause), e);
            } catch (TimeoutException e) {
                throw new IOException("before the run: no answer within " + PATIENCE_SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
