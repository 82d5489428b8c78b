package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.json.Amendment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A JVM full of applications, told what to do on standard input; see {@link Line}. Ends with its input, so that it never
 * outlives whoever started it. Arguments: the folder of the stores, the password, how the apps behave.
 */
public final class AppHost {
    /** For all applications together: they do little, and there may be dozens. */
    private static final int THREADS = 4;

    private final Path stores;
    private final String password;
    private final App.Manner manner;
    private final PrintStream out;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "app");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, App> apps = new HashMap<>();

    private AppHost(Path stores, String password, App.Manner manner, PrintStream out) {
        this.stores = stores;
        this.password = password;
        this.manner = manner;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new AppHost(Path.of(arguments[0]), arguments[1], App.Manner.valueOf(arguments[2]), out).run();
        System.exit(0);
    }

    private void run() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            Line line = Line.parse(text);
            if (line.verb().equals("quit")) {
                break;
            }
            App app = apps.computeIfAbsent(line.text(0), this::app);
            switch (line.verb()) {
                case "open" -> app.open((int) line.number(1), (int) line.number(2));
                case "close" -> app.close();
                case "write" -> app.write(line.number(1), line.conversation(2), (int) line.number(3));
                case "read" -> app.read(line.conversation(1));
                case "amend" -> app.amend(line.number(1), line.conversation(2), Amendment.Kind.valueOf(line.text(3)));
                case "call" -> app.call(line.number(1), line.text(2), line.rest(3));
                case "dump" -> app.dump(conversations(line.text(1)));
                default -> throw new IllegalArgumentException("unknown verb in " + text);
            }
        }
        apps.values().forEach(App::close);
        apps.values().forEach(App::await);
    }

    private static List<ConversationId> conversations(String listed) {
        return Arrays.stream(listed.split(",")).map(ConversationId::new).toList();
    }

    private App app(String key) {
        return new App(key, new App.Means(stores.resolve(key), password, manner, threads), this::say);
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
        }
    }
}
