package io.parley.cli;

import io.parley.cli.account.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the lines of an input and waits, within bounds, for what becomes of them. For scripts. */
final class PlainChat {
    private final Conversation conversation;
    private final Duration patience;
    private final Duration stay;

    PlainChat(Conversation conversation, Duration patience, Duration stay) {
        this.conversation = conversation;
        this.patience = patience;
        this.stay = stay;
    }

    int run(InputStream input) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("/quit"); line = lines.readLine()) {
            if (!line.isEmpty()) {
                conversation.send(line);
            }
        }
        int exit = conversation.await(System.nanoTime() + patience.toNanos());
        if (exit == Exit.OK || exit == Exit.FAILED) {
            conversation.stay(System.nanoTime() + stay.toNanos());
        } else {
            System.err.println(conversation.explain());
        }
        return exit;
    }
}
