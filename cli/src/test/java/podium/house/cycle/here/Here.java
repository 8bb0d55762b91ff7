package podium.house.cycle.here;

import java.util.Optional;
import podium.house.cycle.there.There;

/** Breaks a rule on purpose: two packages that know each other. */
public record Here(Optional<There> there) {}
