package io.parley.broker;

import java.util.List;

/** The settings are wrong; the message lists every fault. */
public final class SettingsFaults extends Exception {
    private static final long serialVersionUID = 1L;

    SettingsFaults(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
