package podium.house.cycle.there;

import java.util.Optional;
import podium.house.cycle.here.Here;

/** Breaks a rule on purpose: two packages that know each other. */
public record There(Optional<Here> here) {}
