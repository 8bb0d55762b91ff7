package podium.dashboard.verdict;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a group stands to another.
 *
 * @param better the group with the higher mean
 * @param seeds of each group that count; of both together where they are paired
 * @param difference of the means, not negative
 * @param low end of the interval of the difference; infinite with a single seed
 * @param high end of the interval of the difference
 * @param luck how often chance alone, in both directions, would set them as far apart: by all
 *     arrangements of these scores; unknown where those are too many
 * @param shown whether the one is better than the other beyond what chance explains
 * @param moreSeeds for each group, until the interval would reach no further than a given
 *     difference to both sides; unknown with a single seed
 */
public record Verdict(
    Group better,
    Group other,
    int seeds,
    boolean paired,
    double difference,
    double low,
    double high,
    OptionalDouble luck,
    boolean shown,
    OptionalInt moreSeeds) {}
