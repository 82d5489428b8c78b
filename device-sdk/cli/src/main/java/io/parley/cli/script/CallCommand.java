package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley call conversation/list '{"limit":10}' --as alice}. */
@Command(
        name = "call",
        description = "Make any call of the server's api; prints the answer as JSON. docs/protocol.md lists the calls.")
public final class CallCommand implements Callable<Integer> {
    private final Server.Opener opener;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "RESOURCE/VERB")
    private String name = "";

    @Parameters(index = "1", paramLabel = "JSON", arity = "0..1", description = "the fields (default: none)")
    private String fields = "{}";

    public CallCommand(Server.Opener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Fields given = Json.read(fields).orElseThrow(() -> new UsageException("not a JSON object: " + fields));
        if (!name.matches("[a-z]+/[a-z-]+")) {
            throw new UsageException("a call is RESOURCE/VERB, such as conversation/list; given: " + name);
        }
        return caller.call(
                opener, new Call(name, given.values()), (answer, out) -> out.println(Json.write(answer.values())));
    }
}
