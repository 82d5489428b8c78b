package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes contents that Parley itself makes: {@link Change} and {@link Amendment}. Stateless. */
public final class Contents {
    private static final int CODE_LENGTH_MAX = 32;
    /** Base64 of the largest content. */
    private static final int CONTENT_LENGTH_MAX = 4 * ((256 * 1024 + 2) / 3);

    private Contents() {}

    public static byte[] write(Change change) {
        return Json.writeObject(json -> {
            json.writeStringField("change", change.kind().code());
            if (!change.users().isEmpty()) {
                json.writeArrayFieldStart("users");
                for (UserName user : change.users()) {
                    json.writeString(user.value());
                }
                json.writeEndArray();
            }
            if (change.role() != null) {
                json.writeStringField("role", change.role());
            }
            if (change.until() != 0) {
                json.writeNumberField("until", change.until());
            }
            if (!change.note().isEmpty()) {
                json.writeStringField("note", change.note());
            }
            if (change.settings() != null) {
                json.writeObjectFieldStart("settings");
                write(json, change.settings());
                json.writeEndObject();
            }
        });
    }

    /** Writes the fields that are set, into an object that is open. */
    public static void write(JsonGenerator json, GroupSettings settings) throws IOException {
        if (settings.title() != null) {
            json.writeStringField("title", settings.title());
        }
        if (settings.announceOnly() != null) {
            json.writeBooleanField("announceOnly", settings.announceOnly());
        }
        if (settings.join() != null) {
            json.writeStringField("join", settings.join().code());
        }
        if (settings.history() != null) {
            json.writeStringField("history", settings.history().code());
        }
        if (settings.historyCount() != null) {
            json.writeNumberField("historyCount", settings.historyCount());
        }
        if (settings.retentionSeconds() != null) {
            json.writeNumberField("retentionSeconds", settings.retentionSeconds());
        }
    }

    public static Change readChange(byte[] content) throws BadBodyException {
        ChangeFields fields = new ChangeFields();
        Json.readObject(content, (field, parser) -> {
            switch (field) {
                case "change" -> fields.kind = Json.readText(parser, field, CODE_LENGTH_MAX);
                case "users" -> fields.users = Json.readUsers(parser, field, Change.USERS_MAX);
                case "role" -> fields.role = Json.readText(parser, field, CODE_LENGTH_MAX);
                case "until" -> fields.until = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                case "note" -> fields.note = Json.readText(parser, field, Change.NOTE_LENGTH_MAX);
                case "settings" -> fields.settings = readSettings(parser);
                default -> parser.skipChildren();
            }
        });
        return fields.toChange();
    }

    private static final class ChangeFields {
        private String kind = "";
        private List<UserName> users = List.of();
        private @Nullable String role;
        private long until;
        private String note = "";
        private @Nullable GroupSettings settings;

        Change toChange() throws BadBodyException {
            Change.Kind known =
                    Change.Kind.ofCode(kind).orElseThrow(() -> new BadBodyException("unknown change " + kind));
            return new Change(known, users, role, until, note, settings);
        }
    }

    private static GroupSettings readSettings(JsonParser settings) throws IOException, BadBodyException {
        GroupSettings[] sum = {GroupSettings.NOTHING};
        Json.readFields(settings, (field, parser) -> {
            GroupSettings one = switch (field) {
                case "title" ->
                    new GroupSettings(
                            Json.readText(parser, field, GroupSettings.TITLE_LENGTH_MAX), null, null, null, null, null);
                case "announceOnly" -> new GroupSettings(null, Json.readBoolean(parser, field), null, null, null, null);
                case "join" ->
                    new GroupSettings(
                            null,
                            null,
                            GroupSettings.Join.ofCode(Json.readText(parser, field, CODE_LENGTH_MAX))
                                    .orElseThrow(() -> new BadBodyException("unknown join")),
                            null,
                            null,
                            null);
                case "history" ->
                    new GroupSettings(
                            null,
                            null,
                            null,
                            GroupSettings.History.ofCode(Json.readText(parser, field, CODE_LENGTH_MAX))
                                    .orElseThrow(() -> new BadBodyException("unknown history")),
                            null,
                            null);
                case "historyCount" ->
                    new GroupSettings(
                            null,
                            null,
                            null,
                            null,
                            (int) Json.readLong(parser, field, 1, GroupSettings.HISTORY_COUNT_MAX),
                            null);
                case "retentionSeconds" ->
                    new GroupSettings(
                            null,
                            null,
                            null,
                            null,
                            null,
                            Json.readLong(parser, field, 0, GroupSettings.RETENTION_SECONDS_MAX));
                default -> {
                    parser.skipChildren();
                    yield GroupSettings.NOTHING;
                }
            };
            sum[0] = sum[0].with(one);
        });
        return sum[0];
    }

    public static byte[] write(Amendment amendment) {
        return Json.writeObject(json -> {
            json.writeStringField("amend", amendment.kind().code());
            json.writeNumberField("seq", amendment.seq());
            if (!amendment.emoji().isEmpty()) {
                json.writeStringField("emoji", amendment.emoji());
            }
            if (amendment.kind() == Amendment.Kind.EDIT) {
                json.writeStringField("contentType", amendment.contentType());
                json.writeStringField("content", amendment.content());
            }
        });
    }

    public static Amendment readAmendment(byte[] body) throws BadBodyException {
        String[] text = {"", "", "", ""};
        long[] seq = {0};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "amend" -> text[0] = Json.readText(parser, field, CODE_LENGTH_MAX);
                case "seq" -> seq[0] = Json.readLong(parser, field, 1, Long.MAX_VALUE);
                case "emoji" -> text[1] = Json.readText(parser, field, Amendment.EMOJI_LENGTH_MAX);
                case "contentType" -> text[2] = Json.readText(parser, field, 128);
                case "content" -> text[3] = Json.readText(parser, field, CONTENT_LENGTH_MAX);
                default -> parser.skipChildren();
            }
        });
        if (seq[0] == 0) {
            throw new BadBodyException("an amendment names the seq it is about");
        }
        Amendment.Kind kind =
                Amendment.Kind.ofCode(text[0]).orElseThrow(() -> new BadBodyException("unknown amendment " + text[0]));
        return new Amendment(kind, seq[0], text[1], text[2], text[3]);
    }
}
