package io.parley.cli.client;

import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.ParleyClient;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes calls and reads what they came to. Stateless. */
final class Calling {
    private Calling() {}

    /** @return never fails */
    static CompletionStage<Answer> call(ParleyClient client, Call call, Duration patience) {
        return client.call(call.name(), Json.write(call.fields()), patience)
                .handle((answer, error) ->
                        error == null ? Answer.of(Json.read(answer).orElse(Fields.NONE)) : refused(error));
    }

    static Answer refused(Throwable error) {
        Throwable cause = cause(error);
        if (!(cause instanceof CallFailedException failed)) {
            return Answer.refused("failed", String.valueOf(cause));
        }
        return switch (failed.code()) {
            case CallFailedException.TIMEOUT ->
                Answer.refused(failed.code(), "no answer in time; whether it was done is not known");
            default -> Answer.refused(failed.code(), failed.detail());
        };
    }

    private static @Nullable Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
