package io.parley.simulator.phone;

import io.parley.protocol.MessageId;
import io.parley.simulator.fleet.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A JVM full of phones, told what to do on standard input, a {@link Line} each; it ends with its input. Argument: the
 * password they share. Times are Unix milliseconds.
 *
 * <pre>
 * to the host     open USER PORT,PORT… · close USER · publish USER TRACK|- · fix USER AT JSON · watch USER TRACK NEED · unwatch USER TRACK
 *                 call USER NUMBER ID NAME JSON · say USER NUMBER ID CONVERSATION JSON · quit
 * from the host   phase USER AT ONLINE|OFFLINE · put USER TRACK TST AT · unput USER TRACK TST AT REASON
 *                 watching USER TRACK AT · notwatching USER TRACK AT REASON · seen USER TRACK AT JSON · event USER AT JSON
 *                 message USER CONVERSATION SEQ AT JSON · accepted USER NUMBER · answer USER NUMBER JSON · refused USER NUMBER REASON DETAIL
 *                 trouble USER TEXT
 * </pre>
 */
public final class PhoneHost {
    static final String NOTHING = "-";

    private final Map<String, Phone> phones = new HashMap<>();
    private final PrintStream out;
    private final Phone.Means means;

    private PhoneHost(String password, PrintStream out) {
        this.out = out;
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "phones");
            thread.setDaemon(true);
            return thread;
        });
        this.means = new Phone.Means(password, timer, Clock.systemUTC(), this::say);
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new PhoneHost(arguments[0], out).run();
        System.exit(0);
    }

    private void run() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            Line line = Line.parse(text);
            if (line.verb().equals("quit")) {
                break;
            }
            perform(phones.computeIfAbsent(line.text(0), user -> new Phone(user, means)), line);
        }
        phones.values().forEach(Phone::close);
    }

    private static void perform(Phone phone, Line line) {
        switch (line.verb()) {
            case "open" -> phone.open(ports(line.text(1)));
            case "close" -> phone.close();
            case "publish" -> phone.publishTo(line.text(1).equals(NOTHING) ? "" : line.text(1));
            case "fix" -> phone.fix(line.number(1), line.rest(2));
            case "watch" -> phone.watch(line.text(1), line.text(2));
            case "unwatch" -> phone.unwatch(line.text(1));
            case "call" -> phone.call(line.number(1), MessageId.parse(line.text(2)), line.text(3), line.rest(4));
            case "say" -> phone.say(line.number(1), MessageId.parse(line.text(2)), line.text(3), line.rest(4));
            default -> throw new IllegalArgumentException("unknown verb " + line.verb());
        }
    }

    private static List<Integer> ports(String listed) {
        return Arrays.stream(listed.split(",")).map(Integer::valueOf).toList();
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
        }
    }
}
