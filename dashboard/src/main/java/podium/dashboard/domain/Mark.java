package podium.dashboard.domain;

import java.util.Optional;

/** The part of an epoch that a trial's summary is made of. Immutable. */
public record Mark(
    int attempt,
    int epoch,
    Optional<Double> testAccuracy,
    Optional<Double> validationAccuracy,
    double seconds) {}
