package io.parley.sdk;

/** The own user changed what they tell of themself, on whichever endpoint. */
public record ProfileChanged(Profiles.Profile profile) implements Event {}
