package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * What a user shows of themself, and to whom.
 *
 * @param name as people call them, at most {@value #NAME_LENGTH_MAX} characters; empty if never set
 * @param picture whatever the apps agree on, an address as a rule, at most {@value #PICTURE_LENGTH_MAX} characters
 * @param note at most {@value #NOTE_LENGTH_MAX} characters
 * @param findable who finds them
 * @param writable who may write to them without having asked
 * @param presence who sees whether they are online
 * @param addable who may put them in a group
 */
public record Profile(
        UserName user,
        String name,
        String picture,
        String note,
        Audience findable,
        Audience writable,
        Audience presence,
        Audience addable) {
    public static final int NAME_LENGTH_MAX = 64;
    public static final int PICTURE_LENGTH_MAX = 2_000;
    public static final int NOTE_LENGTH_MAX = 500;

    public Profile {
        if (name.length() > NAME_LENGTH_MAX
                || picture.length() > PICTURE_LENGTH_MAX
                || note.length() > NOTE_LENGTH_MAX) {
            throw new IllegalArgumentException("profile of " + user + ": name of " + name.length() + ", picture of "
                    + picture.length() + ", note of " + note.length() + " characters");
        }
    }

    /** Of a user who never set anything. */
    public static Profile initial(UserName user) {
        return new Profile(
                user, "", "", "", Audience.EVERYONE, Audience.EVERYONE, Audience.CONTACTS, Audience.CONTACTS);
    }
}
