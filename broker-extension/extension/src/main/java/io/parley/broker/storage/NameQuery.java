package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody typed to find a user: each word must begin the handle or a word of the name. Case and accents do not
 * count.
 *
 * <p>The store keeps with each user their {@link #prefixes}, of {@value #PREFIX_LENGTH_MIN} to {@value #PREFIX_LENGTH_MAX}
 * characters (code points), and looks for one of them, {@link #indexed}; the rest is decided by {@link #matches}.
 *
 * @param words one or more, folded, one at least of {@value #PREFIX_LENGTH_MIN} characters
 */
public record NameQuery(List<String> words) {
    public static final int PREFIX_LENGTH_MIN = 2;
    public static final int PREFIX_LENGTH_MAX = 12;
    /** Longest text of a query, characters. */
    public static final int LENGTH_MAX = 64;

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;:()\"'’/]+");

    public NameQuery {
        words = List.copyOf(words);
        if (words.stream().noneMatch(word -> length(word) >= PREFIX_LENGTH_MIN)) {
            throw new IllegalArgumentException("no word of at least " + PREFIX_LENGTH_MIN + " characters");
        }
    }

    /** Empty if no word has {@value #PREFIX_LENGTH_MIN} characters, or the text more than {@value #LENGTH_MAX}. */
    public static Optional<NameQuery> parse(String text) {
        List<String> words = text.length() > LENGTH_MAX ? List.of() : wordsOf(text);
        return words.stream().anyMatch(word -> length(word) >= PREFIX_LENGTH_MIN)
                ? Optional.of(new NameQuery(words))
                : Optional.empty();
    }

    /** What every match has among its {@link #prefixes}: of the longest word. */
    public String indexed() {
        String longest =
                words.stream().max(Comparator.comparingInt(NameQuery::length)).orElseThrow();
        return length(longest) <= PREFIX_LENGTH_MAX ? longest : start(longest, PREFIX_LENGTH_MAX);
    }

    public boolean matches(UserName handle, String name) {
        List<String> present = wordsOf(name);
        return words.stream()
                .allMatch(word ->
                        handle.value().startsWith(word) || present.stream().anyMatch(other -> other.startsWith(word)));
    }

    /** What a user is found by. */
    public static Set<String> prefixes(UserName handle, String name) {
        Set<String> prefixes = new LinkedHashSet<>();
        addPrefixes(handle.value(), prefixes);
        wordsOf(name).forEach(word -> addPrefixes(word, prefixes));
        return prefixes;
    }

    private static void addPrefixes(String word, Set<String> prefixes) {
        int longest = Math.min(length(word), PREFIX_LENGTH_MAX);
        for (int length = PREFIX_LENGTH_MIN; length <= longest; length++) {
            prefixes.add(start(word, length));
        }
    }

    private static List<String> wordsOf(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Arrays.stream(BETWEEN_WORDS.split(plain.toLowerCase(Locale.ROOT), -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int length(String word) {
        return word.codePointCount(0, word.length());
    }

    private static String start(String word, int length) {
        return word.substring(0, word.offsetByCodePoints(0, length));
    }
}
