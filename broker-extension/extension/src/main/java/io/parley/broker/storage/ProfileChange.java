package io.parley.broker.storage;

import org.jspecify.annotations.Nullable;

/** What to set in a {@link Profile}, within its bounds; null leaves a field as it is. */
public record ProfileChange(
        @Nullable String name,
        @Nullable String picture,
        @Nullable String note,
        @Nullable Audience findable,
        @Nullable Audience writable,
        @Nullable Audience presence,
        @Nullable Audience addable) {
    public boolean isEmpty() {
        return name == null
                && picture == null
                && note == null
                && findable == null
                && writable == null
                && presence == null
                && addable == null;
    }

    /** @throws IllegalArgumentException if a field is out of the bounds of {@link Profile} */
    public Profile appliedTo(Profile profile) {
        return new Profile(
                profile.user(),
                name == null ? profile.name() : name,
                picture == null ? profile.picture() : picture,
                note == null ? profile.note() : note,
                findable == null ? profile.findable() : findable,
                writable == null ? profile.writable() : writable,
                presence == null ? profile.presence() : presence,
                addable == null ? profile.addable() : addable);
    }
}
