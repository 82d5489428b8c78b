package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.internal.json.JsonObject;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a message can be searched, and for what. */
final class Words {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{Co}]+");

    private Words() {}

    /** The text a person reads; empty if there is none. */
    static String of(@Nullable String contentType, Content content) {
        if (contentType == null || contentType.startsWith("text/")) {
            return content.asText();
        }
        if (contentType.startsWith(ContentTypes.RICH)) {
            try {
                return JsonObject.parse(content.toBytes()).text("text").orElse("");
            } catch (BadBodyException e) {
                return "";
            }
        }
        return "";
    }

    /** Without case and accents, as the index of SQLite has them. */
    static List<String> in(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN.split(plain)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Whether each of the words begins one of the text. */
    static boolean match(List<String> wanted, String text) {
        List<String> words = in(text);
        return wanted.stream().allMatch(it -> words.stream().anyMatch(word -> word.startsWith(it)));
    }

    /** As FTS5 wants it: each a prefix, all of them. Words have no characters that would need escaping. */
    static String query(List<String> wanted) {
        StringBuilder query = new StringBuilder();
        wanted.forEach(it -> query.append('"').append(it).append("\" * "));
        return query.toString();
    }
}
