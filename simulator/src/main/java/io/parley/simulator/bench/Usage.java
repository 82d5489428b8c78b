package io.parley.simulator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used so far, from Linux's {@code /proc}.
 *
 * @param cpuSeconds user and system time
 * @param writtenBytes what it caused to be sent to the disk
 */
record Usage(double cpuSeconds, long writtenBytes) {
    static final Usage NONE = new Usage(0, 0);

    /** USER_HZ, which Linux fixes at 100 for everything it shows to programs. */
    private static final double TICKS_PER_SECOND = 100;

    /** proc(5), stat: utime and stime are fields 14 and 15, 12 and 13 after the name's closing parenthesis. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    /** proc(5), stat of the machine: idle and iowait, and guest time, which user time has already. */
    private static final int IDLE_TIME = 4;

    private static final int WAIT_TIME = 5;
    private static final int GUEST_TIME = 9;
    private static final String WRITTEN = "write_bytes:";
    private static final String RESIDENT = "VmRSS:";

    static Usage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = Long.parseLong(fields[USER_TIME]) + (double) Long.parseLong(fields[SYSTEM_TIME]);
        return new Usage(ticks / TICKS_PER_SECOND, written(proc.resolve("io")));
    }

    static Usage of(List<Long> pids) throws IOException {
        Usage sum = NONE;
        for (long pid : pids) {
            Usage one = of(pid);
            sum = new Usage(sum.cpuSeconds + one.cpuSeconds, sum.writtenBytes + one.writtenBytes);
        }
        return sum;
    }

    /** CPU seconds of the whole machine, whoever used them: the first line of /proc/stat without idle and iowait. */
    static double machineCpuSeconds() throws IOException {
        String[] fields =
                Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
        double ticks = 0;
        for (int i = 1; i < Math.min(fields.length, GUEST_TIME); i++) {
            if (i != IDLE_TIME && i != WAIT_TIME) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Physical memory a process holds, bytes. */
    static long residentBytes(long pid) throws IOException {
        return field(Path.of("/proc", Long.toString(pid), "status"), RESIDENT) * 1_024;
    }

    private static long written(Path io) throws IOException {
        return field(io, WRITTEN);
    }

    /** The number in the line that begins with {@code name}, 0 if there is none. */
    private static long field(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).strip().split(" ")[0]);
            }
        }
        return 0;
    }

    Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, writtenBytes - before.writtenBytes);
    }
}
