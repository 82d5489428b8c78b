package io.parley.broker.group;

/**
 * @param membersMax most members, invited and asked ones counted in
 * @param knownMax most users a group remembers, gone ones counted in; beyond it nobody new gets in
 */
public record GroupLimits(int membersMax, int knownMax) {
    public static final GroupLimits DEFAULT = new GroupLimits(5_000, 50_000);

    public GroupLimits {
        if (membersMax < 1 || knownMax < membersMax) {
            throw new IllegalArgumentException("membersMax " + membersMax + ", knownMax " + knownMax);
        }
    }
}
