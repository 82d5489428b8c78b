package io.parley.cli.screen;

import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Item;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lays the messages of one conversation out as rows, oldest first. Pure. */
final class MessageRows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final String INDENT = "      ";
    private static final int QUOTE_WIDTH = 40;

    private final UserName me;
    private final boolean group;
    private final boolean colours;
    private final ZoneId zone;
    private final int width;
    private final List<Row> rows = new ArrayList<>();

    /** @param row which of the message's rows it is, from 0 */
    record Row(MessageId id, int row, Line line) {}

    /** @param colours whether there are any: else what a colour would say is said in words */
    MessageRows(UserName me, boolean group, boolean colours, ZoneId zone, int width) {
        this.me = me;
        this.group = group;
        this.colours = colours;
        this.zone = zone;
        this.width = width;
    }

    List<Row> of(Log log) {
        LocalDate day = null;
        boolean newBegan = log.newFrom() == 0;
        MessageId selected = log.selected().map(Item::id).orElse(null);
        for (Item item : log.items()) {
            List<Line> lines = new ArrayList<>();
            LocalDate itsDay = item.at().atZone(zone).toLocalDate();
            if (!itsDay.equals(day)) {
                lines.add(rule(DAY.format(itsDay), Style.FAINT));
                day = itsDay;
            }
            if (!newBegan && item.seq() >= log.newFrom()) {
                lines.add(rule("new", Style.NEW));
                newBegan = true;
            }
            lines.addAll(
                    item.isChange() ? change(item) : said(item, log, item.id().equals(selected)));
            for (int index = 0; index < lines.size(); index++) {
                rows.add(new Row(item.id(), index, lines.get(index)));
            }
        }
        return rows;
    }

    private Line rule(String text, Style style) {
        int left = Math.max(0, (width - Widths.of(text) - 2) / 2);
        return Line.of(Widths.cut("─".repeat(left) + " " + text + " " + "─".repeat(left), width), style);
    }

    private List<Line> change(Item item) {
        List<Line> lines = new ArrayList<>();
        for (String part : Widths.wrap(Widths.printable(item.text()), body(), body())) {
            lines.add(Line.of(lines.isEmpty() ? time(item) + " " : INDENT, Style.FAINT)
                    .then(part, Style.CHANGE));
        }
        return lines;
    }

    private List<Line> said(Item item, Log log, boolean selected) {
        List<Line> lines = new ArrayList<>();
        boolean own = item.from().equals(me);
        String name = Widths.cut(item.from().value(), Math.max(1, body() / 2));
        Style nameStyle =
                own ? Style.OWN_NAME : group ? Style.ofName(item.from().value()) : Style.NAME_1;
        Line head = Line.of(time(item), selected ? Style.CHOSEN : Style.FAINT)
                .then(selected ? "▸" : " ", selected ? Style.CHOSEN : Style.PLAIN)
                .then(name, nameStyle)
                .then(" ", Style.PLAIN);
        if (item.body().replyTo() > 0) {
            lines.add(quote(log, item.body().replyTo()));
        }
        boolean gone = item.amendments().recalled();
        String text = gone ? "message recalled" : Widths.printable(item.text());
        Style style = gone ? Style.FAINT : mentionsMe(item) ? Style.MENTION : Style.PLAIN;
        Line row = null;
        for (String part : Widths.wrap(text, body() - Widths.of(name) - 1, body())) {
            if (row != null) {
                lines.add(row);
            }
            row = (row == null ? head : Line.of(INDENT, Style.PLAIN)).then(part, style);
        }
        Line last = row == null ? head : row;
        Line marks = marks(item, gone);
        if (last.width() + marks.width() <= width) {
            lines.add(last.then(marks));
        } else {
            lines.add(last);
            lines.add(Line.of(INDENT, Style.PLAIN).then(marks));
        }
        reactions(item, lines);
        return lines;
    }

    private boolean mentionsMe(Item item) {
        return !item.from().equals(me) && (item.text() + " ").matches("(?s).*@" + quoted() + "(?![a-z0-9_-]).*");
    }

    private String quoted() {
        return Pattern.quote(me.value());
    }

    private Line quote(Log log, long seq) {
        Item answered = log.find(seq).orElse(null);
        String text = answered == null
                ? "#" + seq
                : answered.from() + ": "
                        + (answered.amendments().recalled() ? "message recalled" : Widths.oneLine(answered.text()));
        return Line.of(INDENT + "╭ " + Widths.cut(text, Math.min(QUOTE_WIDTH, body() - 2)), Style.FAINT);
    }

    private Line marks(Item item, boolean gone) {
        Line marks = item.amendments().edited() && !gone ? Line.of(" (edited)", Style.FAINT) : Line.EMPTY;
        return marks.then(ticks(item.delivery()));
    }

    private Line ticks(Delivery delivery) {
        String counts = delivery.of() == 0
                ? ""
                : " " + (delivery.read() > 0 ? delivery.read() : delivery.received()) + "/" + delivery.of();
        return switch (delivery.stage()) {
            case NONE -> Line.EMPTY;
            case WAITING -> Line.of(" ·", Style.FAINT);
            case ACCEPTED -> Line.of(" ✓" + counts, Style.FAINT);
            case RECEIVED -> Line.of(" ✓✓" + read(delivery.read() > 0) + counts, readStyle(delivery.read() > 0));
            case READ -> Line.of(" ✓✓" + read(true) + counts, Style.READ);
            case FAILED -> Line.of(" ✗ " + delivery.reason(), Style.ERROR);
        };
    }

    private String read(boolean read) {
        return read && !colours ? " read" : "";
    }

    private static Style readStyle(boolean read) {
        return read ? Style.READ : Style.FAINT;
    }

    private void reactions(Item item, List<Line> lines) {
        Line row = Line.EMPTY;
        for (Map.Entry<String, List<UserName>> it :
                item.amendments().reactions().entrySet()) {
            if (!it.getValue().isEmpty()) {
                row = row.then(
                        Widths.oneLine(it.getKey()) + " " + it.getValue().size() + "  ",
                        it.getValue().contains(me) ? Style.BOLD : Style.PLAIN);
            }
        }
        if (row.width() > 0) {
            lines.add(Line.of(INDENT, Style.PLAIN).then(row).fit(width));
        }
    }

    private int body() {
        return Math.max(1, width - INDENT.length());
    }

    private String time(Item item) {
        return TIME.format(item.at().atZone(zone));
    }

    /** Index of the row that a scroll position means; the last row if it is null or its message is gone. */
    static int bottom(List<Row> rows, Log.@Nullable Scroll scroll) {
        int bottom = rows.size() - 1;
        if (scroll != null) {
            for (int index = 0; index < rows.size(); index++) {
                Row row = rows.get(index);
                if (row.id().equals(scroll.id()) && row.row() <= scroll.row()) {
                    bottom = index;
                }
            }
        }
        return bottom;
    }
}
