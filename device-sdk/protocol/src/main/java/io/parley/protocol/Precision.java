package io.parley.protocol;

import java.util.Optional;

/** How exactly a viewer of a track may know where it is. The order is that of the numbers in the store. */
public enum Precision {
    /** The publisher's own bytes. */
    EXACT("exact"),
    /** On a grid of about 100 metres. */
    HUNDRED_METRES("100m"),
    /** On a grid of about 5 kilometres. */
    CITY("city");

    private final String code;

    Precision(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Precision> ofCode(String code) {
        for (Precision precision : values()) {
            if (precision.code.equals(code)) {
                return Optional.of(precision);
            }
        }
        return Optional.empty();
    }
}
