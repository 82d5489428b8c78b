package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import picocli.CommandLine.Command;

/** What all commands with further commands below them have in common: alone they do nothing. */
@Command(
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server refused; why is said",
            "2:wrong use",
            "3:the server refused to sign in",
            "4:no answer in time; whether it was done is not known"
        })
public abstract class Described implements Runnable {
    @Override
    public void run() {
        throw new UsageException("say what to do; --help lists it");
    }
}
