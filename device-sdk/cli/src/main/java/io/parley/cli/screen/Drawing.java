package io.parley.cli.screen;

import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the state of the screen. Changes nothing. */
final class Drawing {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final int ROWS_OF_SUMMARY = 2;

    private final State state;
    private final Layout layout;
    private final InputRows input;

    Drawing(State state) {
        this.state = state;
        this.layout = state.layout();
        this.input = state.input();
    }

    Frame draw() {
        List<Line> lines = new ArrayList<>();
        if (layout.isTooSmall()) {
            lines.add(Line.of("this terminal is too small", Style.ERROR).fit(layout.columns()));
            while (lines.size() < layout.rows()) {
                lines.add(Line.EMPTY);
            }
            return new Frame(lines.subList(0, layout.rows()), -1, -1);
        }
        lines.add(bar());
        lines.addAll(body());
        lines.add(hint());
        boolean typing = state.isTyping();
        int firstOfInput = lines.size();
        lines.addAll(input.lines());
        return new Frame(lines, typing ? firstOfInput + input.cursorRow() : -1, input.cursorColumn());
    }

    private Line bar() {
        Style style = state.isOnline() ? Style.BAR : Style.BAR_OFFLINE;
        String right = state.list.total() > 0 ? state.list.total() + " unread " : "";
        String left = " " + state.me() + " · " + state.connectionWords();
        int room = layout.columns() - Widths.of(right) - 1;
        return Line.of(left, style).fit(room).then(" " + right, style).in(style);
    }

    private List<Line> body() {
        List<Line> list = layout.isNarrow() && state.focus != State.Focus.LIST ? List.of() : list();
        List<Line> talk = layout.isNarrow() && state.focus == State.Focus.LIST ? List.of() : talk();
        List<Line> body = new ArrayList<>();
        for (int row = 0; row < layout.body(); row++) {
            Line left = row < list.size() ? list.get(row) : Line.EMPTY;
            Line right = row < talk.size() ? talk.get(row) : Line.EMPTY;
            if (layout.isNarrow()) {
                body.add((list.isEmpty() ? right : left).fit(layout.columns()));
            } else {
                Line beyond = Line.of("│ ", Style.FAINT).then(right.fit(layout.messages()));
                body.add(left.fit(layout.list()).then(" ", Style.PLAIN).beside(layout.seam(), beyond));
            }
        }
        return body;
    }

    // --- list --------------------------------------------------------------------------------------------------------
    private List<Line> list() {
        List<Line> lines = new ArrayList<>();
        List<Summary> visible = state.list.visible();
        if (state.list.showsArchive()) {
            lines.add(Line.of(" archived (/archived leaves)", Style.FAINT));
        }
        if (visible.isEmpty()) {
            lines.add(Line.of(state.list.showsArchive() ? " nothing" : " no conversations yet", Style.FAINT));
            lines.add(Line.of(" Ctrl-N begins one", Style.FAINT));
        }
        int room = Math.max(1, (layout.body() - lines.size()) / ROWS_OF_SUMMARY);
        ConversationId chosen = state.focus == State.Focus.LIST ? state.list.cursor() : state.open;
        int at = 0;
        for (int index = 0; index < visible.size(); index++) {
            at = visible.get(index).conversation().equals(chosen) ? index : at;
        }
        int first = Math.max(0, Math.min(at - room / 2, visible.size() - room));
        for (int index = first; index < Math.min(visible.size(), first + room); index++) {
            Summary summary = visible.get(index);
            boolean here = summary.conversation().equals(chosen);
            lines.add(title(summary, here));
            lines.add(preview(summary));
        }
        return lines;
    }

    private Line title(Summary summary, boolean chosen) {
        String flags = (summary.flags().pinned() ? "⚑" : "") + (summary.flags().muted() ? "☾" : "");
        String name = (chosen ? "▸" : " ")
                + (summary.conversation().isGroup() ? "#" : "")
                + state.list.title(summary.conversation());
        String right = (flags.isEmpty() ? "" : flags + " ") + (summary.last() == 0 ? "" : when(summary.at()));
        boolean loud = isUnread(summary) && !summary.flags().muted();
        Style style = chosen && state.focus == State.Focus.LIST ? Style.CHOSEN : loud ? Style.BOLD : Style.PLAIN;
        int room = layout.list() - Widths.of(right) - 1;
        return Line.of(Widths.oneLine(name).isEmpty() ? name : Widths.printable(name), style)
                .fit(room)
                .then(" " + right, style == Style.CHOSEN ? style : Style.FAINT);
    }

    private Line preview(Summary summary) {
        String typing = state.typingWords(summary.conversation());
        boolean draft = !summary.draft().isEmpty() && !summary.conversation().equals(state.open);
        String text = !typing.isEmpty()
                ? typing
                : draft ? "draft: " + Widths.oneLine(summary.draft()) : Widths.oneLine(summary.preview());
        String badge = summary.unread() > 0 ? " (" + summary.unread() + ")" : isUnread(summary) ? " (•)" : "";
        Style badgeStyle = summary.flags().muted() ? Style.FAINT : Style.BADGE;
        return Line.of("  " + text, draft ? Style.ERROR : Style.FAINT)
                .fit(layout.list() - Widths.of(badge))
                .then(badge, badgeStyle);
    }

    private static boolean isUnread(Summary summary) {
        return summary.unread() > 0 || summary.flags().markedUnread();
    }

    private String when(Instant at) {
        LocalDate day = at.atZone(state.zone).toLocalDate();
        LocalDate today = state.clock.instant().atZone(state.zone).toLocalDate();
        return (day.equals(today) ? TIME : DAY).format(at.atZone(state.zone));
    }

    // --- messages ----------------------------------------------------------------------------------------------------
    private List<Line> talk() {
        List<Line> lines = new ArrayList<>();
        Overlay overlay = state.overlay;
        if (overlay != null) {
            lines.add(Line.of(overlay.title(), Style.BOLD).then("  Esc closes", Style.FAINT));
            lines.addAll(overlay.draw(layout.messages(), layout.talk()));
            return lines;
        }
        Log log = state.openLog();
        if (state.open == null || log == null) {
            lines.add(Line.EMPTY);
            lines.add(Line.of("Choose a conversation with ↑ ↓ and Enter,", Style.FAINT));
            lines.add(Line.of("or Ctrl-N for a new chat or group.", Style.FAINT));
            return lines;
        }
        lines.add(heading(state.open));
        List<MessageRows.Row> rows = state.rows(log);
        int bottom = MessageRows.bottom(rows, log.scroll());
        int top = Math.max(0, bottom - layout.talk() + 1);
        for (int free = layout.talk() - (bottom - top + 1); free > 0; free--) {
            lines.add(Line.EMPTY);
        }
        for (int index = top; index <= bottom; index++) {
            lines.add(rows.get(index).line());
        }
        return lines;
    }

    private Line heading(ConversationId conversation) {
        Line title = Line.of(Widths.oneLine(state.list.title(conversation)), Style.BOLD);
        return title.then("  " + state.about(conversation), Style.FAINT);
    }

    private Line hint() {
        String typing = state.open == null ? "" : state.typingWords(state.open);
        Log log = state.openLog();
        Line line;
        if (!state.notice.isEmpty()) {
            line = Line.of(Widths.oneLine(state.notice), state.noticeIsError ? Style.ERROR : Style.BOLD);
        } else if (!typing.isEmpty()) {
            line = Line.of(typing, Style.FAINT);
        } else if (log != null && log.scroll() != null && state.focus == State.Focus.TALK) {
            line = Line.of("↓ newer messages are below; End goes there", Style.BOLD);
        } else if (state.focus == State.Focus.LIST) {
            line = Line.of("↑ ↓ Enter opens · Ctrl-N new · Ctrl-F search · F1 help · Ctrl-C leaves", Style.FAINT);
        } else {
            line = Line.of("Tab next · Esc list · Ctrl-N new · Ctrl-F search · /help", Style.FAINT);
        }
        return Line.of(" ", Style.PLAIN).then(line).fit(layout.columns());
    }
}
