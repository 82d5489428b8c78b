package io.parley.cli.script;

import io.parley.cli.account.SignIn;
import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import java.io.IOException;
import java.time.Duration;

/** Somebody signed in for some calls. One thread. */
public interface Server extends AutoCloseable {
    /** @return the answer; reason {@value #TIMED_OUT} if there was none in time, {@value #SIGN_IN_REFUSED} if not let in */
    Answer call(Call call) throws InterruptedException;

    String TIMED_OUT = "timed-out";
    String SIGN_IN_REFUSED = "sign-in-refused";

    @Override
    void close();

    /** Signs in. */
    interface Opener {
        Server open(SignIn who, Duration patience) throws IOException;
    }
}
